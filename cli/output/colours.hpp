// SPDX-License-Identifier: MIT
//
// colours — on a terminal only, and not where NO_COLOR or TERM=dumb stands against them.
#pragma once

#include <cstdio>
#include <string>
#include <string_view>

namespace fairlead::cli {

/// Whether what goes there should have any.
bool wants_colours(std::FILE* to) noexcept;

/// What is printed to stdout.
class colours {
public:
    explicit colours(bool on = wants_colours(stdout)) noexcept : on_{on} {}

    std::string heading(std::string_view text) const { return in("\x1b[1m", text); }
    std::string good(std::string_view text) const { return in("\x1b[32m", text); }
    std::string bad(std::string_view text) const { return in("\x1b[31m", text); }
    std::string weak(std::string_view text) const { return in("\x1b[2m", text); }
    /// Of a plugin: green when all is well, red when it is given up.
    std::string state(std::string_view text) const;

private:
    std::string in(std::string_view colour, std::string_view text) const;

    bool on_;
};

/// Somebody else's words for a terminal: what would steer it is shown as `?`.
std::string readable(std::string_view text);

}  // namespace fairlead::cli
