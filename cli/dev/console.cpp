// SPDX-License-Identifier: MIT
//
// console — the sixteen colours that every terminal's own palette has.
#include "cli/dev/console.hpp"

#include "cli/output/colours.hpp"

#include <string>

namespace fairlead::cli::dev {
namespace {

constexpr std::size_t source_width = 8;

char const* colour_of(std::string_view source) {
    if (source == "dev") return "\x1b[1;36m";
    if (source == "build") return "\x1b[33m";
    if (source == "front") return "\x1b[35m";
    return "\x1b[34m";
}

char const* colour_of(tone how) {
    switch (how) {
        case tone::good: return "\x1b[32m";
        case tone::bad: return "\x1b[31m";
        case tone::plain: break;
    }
    return "";
}

}  // namespace

console::console(std::FILE* to, colours wanted)
    : to_{to}, coloured_{wanted == colours::automatic && wants_colours(to)} {}

void console::say(std::string_view source, std::string_view line, tone how) {
    std::string text;
    if (coloured_) text += colour_of(source);
    text += source;
    text.append(source_width - std::min(source_width, source.size()), ' ');
    text += "| ";
    if (coloured_) text += "\x1b[0m";
    const std::string_view colour = coloured_ ? colour_of(how) : "";
    text += colour;
    text += line;
    if (!colour.empty()) text += "\x1b[0m";
    text += '\n';
    // Who reads it may have gone; the session goes on.
    static_cast<void>(std::fwrite(text.data(), 1, text.size(), to_));
    std::fflush(to_);
}

}  // namespace fairlead::cli::dev
