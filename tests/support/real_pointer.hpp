// SPDX-License-Identifier: MIT
//
// real_pointer — a mouse of the X server's own: a click that knows nothing of whom it hits, and
// waits for nobody. (A click by WebDriver asks the page first where it is to go.)
#pragma once

#include <memory>
#include <string>

namespace fairlead::tests {

class real_pointer {
public:
    /// The name of a display. Throws when there is none, or none that can be driven.
    explicit real_pointer(std::string const& display);
    ~real_pointer();
    real_pointer(real_pointer const&) = delete;
    real_pointer& operator=(real_pointer const&) = delete;

    /// Presses and lets go in the middle of the screen.
    void click();

private:
    struct connection;
    std::unique_ptr<connection> server_;
};

}  // namespace fairlead::tests
