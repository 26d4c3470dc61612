// SPDX-License-Identifier: MIT
//
// bus — sd-bus objects that let go of themselves.
#pragma once

#include <systemd/sd-bus.h>

#include <cstring>
#include <memory>
#include <stdexcept>
#include <string>

namespace fairlead::bench::dbus {

inline int check(int result, char const* what) {
    if (result < 0) throw std::runtime_error{std::string{what} + ": " + std::strerror(-result)};
    return result;
}

struct let_go {
    void operator()(sd_bus* bus) const noexcept { sd_bus_flush_close_unref(bus); }
    void operator()(sd_bus_message* message) const noexcept { sd_bus_message_unref(message); }
};
using bus = std::unique_ptr<sd_bus, let_go>;
using message = std::unique_ptr<sd_bus_message, let_go>;

inline bus make_bus() {
    sd_bus* made = nullptr;
    check(sd_bus_new(&made), "sd_bus_new");
    return bus{made};
}

}  // namespace fairlead::bench::dbus
