// SPDX-License-Identifier: MIT
//
// real_pointer — the XTEST extension.
#include "tests/support/real_pointer.hpp"

#include <X11/Xlib.h>
#include <X11/extensions/XTest.h>

#include <stdexcept>

namespace fairlead::tests {

struct real_pointer::connection {
    Display* display;
    ~connection() { ::XCloseDisplay(display); }
};

real_pointer::real_pointer(std::string const& display) {
    auto* opened = ::XOpenDisplay(display.c_str());
    if (opened == nullptr) throw std::runtime_error{"no display " + display};
    server_.reset(new connection{opened});
    int ignored = 0;
    if (::XTestQueryExtension(opened, &ignored, &ignored, &ignored, &ignored) == 0)
        throw std::runtime_error{display + " has no XTEST"};
}

real_pointer::~real_pointer() = default;

void real_pointer::click() {
    auto* display = server_->display;
    const int screen = DefaultScreen(display);
    ::XTestFakeMotionEvent(display, screen, DisplayWidth(display, screen) / 2,
                           DisplayHeight(display, screen) / 2, CurrentTime);
    for (const int down : {1, 0}) ::XTestFakeButtonEvent(display, 1, down, CurrentTime);
    ::XFlush(display);
}

}  // namespace fairlead::tests
