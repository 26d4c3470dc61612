// SPDX-License-Identifier: MIT
//
// service_report — a service manager is told that the broker is ready, how its plugins are, that it
// lives, and that it ends. Where nobody wants to know, nothing is made for it.
#pragma once

#include "broker/loop/alarm.hpp"
#include "broker/supervision/supervisor.hpp"
#include "broker/telemetry/service_notice.hpp"

#include <string_view>

namespace fairlead::broker {

class service_report {
public:
    service_report(boost::asio::io_context& loop, supervision::supervisor const& plugins);

    void ready();
    void on_plugin_state() const { tell(""); }
    void stopping() const { tell("STOPPING=1\n"); }

private:
    void tell(std::string_view first) const;
    void feed_watchdog();

    supervision::supervisor const& plugins_;
    telemetry::service_notice notice_;
    alarm watchdog_;
};

}  // namespace fairlead::broker
