// SPDX-License-Identifier: MIT
//
// virtual_display — the display that is there, or an Xvfb of our own that goes when it goes.
#pragma once

#include "cli/launch/child_process.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace fairlead::cli {

class virtual_display {
public:
    /// Throws command_failed where there is neither.
    virtual_display();

    /// What a window needs to find it, and to draw without a graphics card.
    std::vector<std::pair<std::string, std::string>> environment() const;

private:
    std::optional<child_process> server_;
    std::string name_;  // Empty: the display that is there.
};

}  // namespace fairlead::cli
