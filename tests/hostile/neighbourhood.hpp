// SPDX-License-Identifier: MIT
//
// neighbourhood — a broker under attack, and two peers who have nothing to do with it.
#pragma once

#include "tests/support/catch.hpp"
#include "tests/system/broker_app.hpp"

#include <string>
#include <utility>

namespace fairlead::tests {

/// A neighbour with a method of its own, before, during and after.
struct neighbourhood : broker_app {
    explicit neighbourhood(broker_settings settings = {}) : broker_app{std::move(settings)} {}

    scripted_peer plugin = plugin_with("still.there");
    scripted_peer tool = broker.tool("neighbour");

    void check_undisturbed() {
        tool.call("still.there");
        plugin.result(plugin.expect(wire::frame_kind::call).header.request, "1");
        CHECK(tool.expect(wire::frame_kind::result).payload == "1");
    }

    /// `who` was sent away for breaking a rule, and the log has its name.
    wire::farewell check_ended(scripted_peer& who, std::string const& described) {
        const auto farewell = who.wait_for_end();
        REQUIRE(farewell);
        CHECK(farewell->code == errc::protocol_error);
        CHECK_FALSE(farewell->reason.empty());
        broker.wait_for_log(described + " (pid ");
        return *farewell;
    }
};

}  // namespace fairlead::tests
