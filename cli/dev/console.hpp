// SPDX-License-Identifier: MIT
//
// console — what a development session says: each line with the name of who says it.
#pragma once

#include <cstdio>
#include <string_view>

namespace fairlead::cli::dev {

enum class tone { plain, good, bad };

class console {
public:
    enum class colours { automatic, none };

    /// Colours only on a terminal, and not where NO_COLOR or TERM=dumb stands against them.
    explicit console(std::FILE* to, colours wanted = colours::automatic);

    void say(std::string_view source, std::string_view line, tone how = tone::plain);
    void say(std::string_view line, tone how = tone::plain) { say("dev", line, how); }

private:
    std::FILE* to_;
    bool coloured_;
};

}  // namespace fairlead::cli::dev
