// SPDX-License-Identifier: MIT
//
// compiler_messages — the errors in what a build said: of g++ and clang, of the linker, of CMake.
// Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace fairlead::cli::dev {

struct compiler_error {
    std::string file;  ///< As the compiler names it; empty: it is not known.
    int line = 0;      ///< 0: not known.
    int column = 0;
    std::string text;

    bool operator==(compiler_error const&) const = default;
};

/// `main.cpp:28:16: nonsense`, for people.
std::string describe(compiler_error const& error);

class compiler_messages {
public:
    static constexpr std::size_t errors_max = 10;
    static constexpr std::size_t text_bytes_max = 500;

    /// The next line that the build said.
    void take(std::string_view line);
    /// The build is over.
    void finish();

    std::vector<compiler_error> const& errors() const noexcept { return errors_; }
    /// Beyond errors_max.
    std::size_t more() const noexcept { return more_; }

private:
    void add(compiler_error error);
    bool take_cmake(std::string_view line);

    std::vector<compiler_error> errors_;
    std::size_t more_ = 0;
    compiler_error cmake_;  // CMake says where first, and what on the lines after.
    bool in_cmake_ = false;
};

}  // namespace fairlead::cli::dev
