// SPDX-License-Identifier: MIT
//
// virtual_display — a display for windows under test: the one that is there, or an Xvfb of its own.
//
// With a window manager it is always one of its own: who maximises must not do so to others.
#pragma once

#include "tests/support/child.hpp"
#include "tests/support/temporary_directory.hpp"

#include <map>
#include <memory>
#include <string>

namespace fairlead::tests {

class virtual_display {
public:
    enum class desk { bare, managed };
    explicit virtual_display(desk wanted = desk::bare);

    /// What a program needs to find it, and to draw without a graphics card.
    std::map<std::string, std::string> environment() const;

    /// What a person would do there: `xdotool ARGS…`, its output without the last line's end.
    std::string xdotool(std::vector<std::string> args) const;
    /// `xwininfo -id WINDOW`: depth, size, place.
    std::string xwininfo(std::string const& window) const;
    /// `xprop -id WINDOW NAME`, or of the root window.
    std::string property(std::string const& window, std::string const& name) const;

private:
    void start_server();
    void start_manager();
    std::string tool(std::filesystem::path program, std::vector<std::string> args) const;

    std::unique_ptr<child> server_;
    std::string name_;
    temporary_directory settings_;
    std::unique_ptr<child> manager_;
};

}  // namespace fairlead::tests
