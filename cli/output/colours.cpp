// SPDX-License-Identifier: MIT
//
// colours — of the sixteen that every terminal's own palette has.
#include "cli/output/colours.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>

namespace fairlead::cli {
namespace {

std::string_view variable(char const* name) noexcept {
    char const* text = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nobody calls setenv.
    return text != nullptr ? text : "";
}

}  // namespace

bool wants_colours(std::FILE* to) noexcept {
    return ::isatty(::fileno(to)) == 1 && variable("NO_COLOR").empty() &&
           variable("TERM") != "dumb";
}

std::string colours::in(std::string_view colour, std::string_view text) const {
    if (!on_) return std::string{text};
    return std::string{colour}.append(text).append("\x1b[0m");
}

std::string colours::state(std::string_view text) const {
    if (text == "ready") return good(text);
    return text == "failed" ? bad(text) : std::string{text};
}

std::string readable(std::string_view text) {
    const auto is_control = [](char c) {
        return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f;
    };
    std::string shown{text};
    std::ranges::replace_if(shown, is_control, '?');
    return shown;
}

}  // namespace fairlead::cli
