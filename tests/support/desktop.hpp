// SPDX-License-Identifier: MIT
//
// desktop — a screen of the test's own with a window manager, and somebody at its keyboard. Never
// the display that is there: keys go to whatever window is in front.
#pragma once

#include "tests/support/child.hpp"
#include "tests/support/temporary_directory.hpp"

#include <map>
#include <string>
#include <vector>

namespace fairlead::tests {

class desktop {
public:
    desktop();

    /// What a program needs to appear on it, and to draw without a graphics card.
    std::map<std::string, std::string> environment() const;

    /// Titles of the windows that can be seen.
    std::vector<std::string> windows();
    bool shows(std::string const& title);
    /// Until the window with that title has the keyboard.
    void wait_for_front(std::string const& title);
    /// "ctrl+o", "Return": for the window that has the keyboard.
    void press(std::string const& key);
    void type(std::string const& text);
    /// Again and again: a window takes no keys before it has been drawn. `done` waits a moment
    /// itself.
    template <class Condition>
    void press_until(std::string const& key, Condition done) {
        eventually("'" + key + "' has an effect", [&] {
            press(key);
            return done();
        });
    }

private:
    std::string tell(std::vector<std::string> words, bool may_fail = false);

    child server_;
    std::string name_;
    temporary_directory settings_;
    child manager_;
};

}  // namespace fairlead::tests
