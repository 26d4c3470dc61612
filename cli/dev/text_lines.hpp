// SPDX-License-Identifier: MIT
//
// text_lines — what a program says, cut into lines that a terminal can show: without colours, moves
// of the cursor and other control characters. Pure.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace fairlead::cli::dev {

/// Escape sequences are dropped whole, tabs become spaces, other control characters nothing.
std::string plain_text(std::string_view text);

class text_lines {
public:
    using line_handler = std::function<void(std::string line)>;
    static constexpr std::size_t line_bytes_max = 16 << 10;  ///< The rest of a longer one is lost.

    /// Lines that are complete now.
    void take(std::string_view bytes, line_handler const& on_line);
    /// What is left without an end of line.
    void finish(line_handler const& on_line);

private:
    std::string line_;
};

}  // namespace fairlead::cli::dev
