// SPDX-License-Identifier: MIT
//
// introspection — the broker's own methods, offered like anybody's: fairlead.list,
// fairlead.methods, fairlead.control.introspect and .limits. To routing the broker is one more
// peer; its sink answers on the spot.
#pragma once

#include "broker/routing/dispatcher.hpp"
#include "broker/session/session_table.hpp"
#include "broker/telemetry/counters.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace fairlead::broker::control {

struct plugin_row {
    std::string name;
    std::string_view state;
    pid_t pid = 0;
    std::uint32_t restarts = 0;
    double uptime_seconds = 0;
};

/// What it shows.
struct broker_view {
    std::string app;
    std::string app_dir;
    routing::dispatcher& dispatcher;
    session::session_table& sessions;
    telemetry::counters const& counters;
    std::function<std::vector<plugin_row>()> plugins;
};

class introspection final : public routing::frame_sink {
public:
    explicit introspection(broker_view view);

    routing::push_result try_push(wire::frame_header const& header, pieces payload) override;
    void cut(errc, std::string) override {}
    std::string backlog() const override { return "nothing waits for it"; }

    /// {"app","pid","uptimeSeconds","peers":[…],"plugins":[…],"counters":{…}}
    std::string list() const;
    /// [{"name","peer"}]
    std::string methods() const;
    /// All peers of that name, or the one of that session: what each offers, what each hears.
    /// [{"name","role",…,"methods":[…],"topics":[…]}]; empty: there is none.
    std::string introspect(std::string_view name) const;
    /// {"broker":{"sessions":{"used","bound"},…},"peers":[{"name",…,"calls":{"used","bound"},…}]}
    std::string limits() const;

private:
    void say(request_id request, std::string const& json);
    void refuse(request_id request, errc code, std::string const& why);

    broker_view view_;
    routing::peer self_;
    routing::time_point started_ = routing::clock::now();
};

}  // namespace fairlead::broker::control
