// SPDX-License-Identifier: MIT
//
// virtual_display — Xvfb names a free display by itself, on its stdout.
#include "tests/support/virtual_display.hpp"

#include <cstdlib>

namespace fairlead::tests {

virtual_display::virtual_display() {
    // NOLINTNEXTLINE(concurrency-mt-unsafe): nobody calls setenv.
    if (char const* given = std::getenv("DISPLAY"); given != nullptr && *given != '\0') {
        name_ = given;
        return;
    }
    server_ = std::make_unique<child>(
        child::spec{"/usr/bin/Xvfb",
                    {"-displayfd", "1", "-screen", "0", "1280x900x24", "-nolisten", "tcp"},
                    {}});
    name_ = ":" + server_->read_line();
}

std::map<std::string, std::string> virtual_display::environment() const {
    return {{"DISPLAY", name_},    {"GDK_BACKEND", "x11"},  {"LIBGL_ALWAYS_SOFTWARE", "1"},
            {"NO_AT_BRIDGE", "1"}, {"GTK_USE_PORTAL", "0"}, {"GSETTINGS_BACKEND", "memory"}};
}

}  // namespace fairlead::tests
