// SPDX-License-Identifier: MIT
//
// virtual_display — a display for windows under test: the one that is there, or an Xvfb of its own.
#pragma once

#include "tests/support/child.hpp"

#include <map>
#include <memory>
#include <string>

namespace fairlead::tests {

class virtual_display {
public:
    virtual_display();

    /// What a program needs to find it, and to draw without a graphics card.
    std::map<std::string, std::string> environment() const;

private:
    std::unique_ptr<child> server_;
    std::string name_;
};

}  // namespace fairlead::tests
