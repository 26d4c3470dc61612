// SPDX-License-Identifier: MIT
//
// start_stop_test — one broker for an app, a clean end, and nothing in the way of the next start.
#include "tests/support/catch.hpp"
#include "tests/system/broker_app.hpp"

#include <algorithm>
#include <fstream>

using namespace fairlead;
using namespace fairlead::tests;
using Catch::Matchers::Contains;

TEST_CASE("a broker that starts and stops logs two lines, ends with 0 and leaves no socket",
          "[system]") {
    broker_app app;
    CHECK(std::filesystem::is_socket(app.broker.socket()));
    app.broker.tool("visitor").leave();
    const auto status = app.broker.stop();
    CHECK(status.exited);
    CHECK(status.exit_code == 0);
    CHECK_FALSE(std::filesystem::exists(app.broker.socket()));
    const auto log = app.broker.log();
    INFO(log);
    CHECK(std::ranges::count(log, '\n') == 2);
    CHECK_THAT(log, Contains("[broker] started app=test-app") && Contains("[broker] stopped"));
}

TEST_CASE("a second broker of the same app exits with 69 and does not disturb the first",
          "[system]") {
    broker_app app;
    broker_process second{app.folder};
    const auto status = second.wait_for_end();
    CHECK(status.exit_code == 69);
    CHECK_THAT(second.log(), Contains("running already (pid " + std::to_string(app.broker.pid())));
    app.broker.tool().everything_until_pong();
}

TEST_CASE("a broker that was killed does not block the next one", "[system]") {
    const temporary_directory folder;
    broker_process first{folder};
    first.wait_until_ready();
    auto peer = first.tool();
    first.signal(SIGKILL);
    CHECK(first.wait_for_end().signal == SIGKILL);
    CHECK_FALSE(peer.wait_for_end());  // No farewell: it could not say one.
    CHECK(std::filesystem::exists(first.socket()));

    broker_process second{folder};
    second.wait_until_ready();
    second.tool().everything_until_pong();
    CHECK(second.stop().exit_code == 0);
}

TEST_CASE("peers are told when the broker stops", "[system]") {
    broker_app app;
    auto tool = app.broker.tool();
    auto host = app.broker.host();
    app.broker.signal(SIGTERM);
    for (auto* peer : {&tool, &host}) {
        const auto farewell = peer->wait_for_end();
        REQUIRE(farewell);
        CHECK(farewell->code == errc::backend_gone);
        CHECK_THAT(farewell->reason, Contains("stops"));
    }
    CHECK(app.broker.wait_for_end().exit_code == 0);
}

TEST_CASE("a plugin is given time to finish, and its last answer arrives", "[system]") {
    broker_app app;
    auto plugin = app.plugin_with("slow");
    auto tool = app.broker.tool();
    tool.call("slow");
    const auto call = plugin.expect(wire::frame_kind::call);
    app.broker.signal(SIGTERM);
    plugin.expect(wire::frame_kind::goodbye);
    plugin.result(call.header.request, R"("done")");
    plugin.leave();
    CHECK(tool.expect(wire::frame_kind::result).payload == R"("done")");
    CHECK(app.broker.wait_for_end().exit_code == 0);
}

TEST_CASE("a plugin that does not go does not keep the broker", "[system]") {
    broker_app app;
    auto plugin = app.plugin_with("stubborn");
    app.broker.signal(SIGTERM);
    plugin.expect(wire::frame_kind::goodbye);
    REQUIRE(plugin.wait_for_end());
    CHECK(app.broker.wait_for_end().exit_code == 0);
}

TEST_CASE("a wrong wails.json is exit code 78 and names the key", "[system]") {
    const temporary_directory folder;
    broker_process broker{folder, {.fairlead_json = R"({"plugins":[{"name":"x"}]})"}};
    CHECK(broker.wait_for_end().exit_code == 78);
    CHECK_THAT(broker.log(), Contains("wails.json: fairlead.plugins[0].exec: is missing"));
}

TEST_CASE("a guest that never says hello is sent off", "[system]") {
    broker_app app;
    const auto socket = scripted_peer::knock(app.broker.socket());
    handshake::control_stream control{socket.get()};
    std::optional<wire::farewell> farewell;
    eventually("the greeter's patience ends", [&] {
        const auto message = control.try_receive();
        if (message && *message) farewell = std::get<wire::farewell>((*message)->message);
        return farewell.has_value();
    });
    CHECK(farewell->code == errc::timeout);
    app.broker.tool().everything_until_pong();
}

// UBSan opens a pipe to judge an object, and takes the lack of one for a broken object.
#ifndef FAIRLEAD_SANITIZED
TEST_CASE("a broker without descriptors sends guests away, says so and goes on", "[system]") {
    broker_app app{{.descriptors_max = 40}};
    auto first = app.broker.tool("first");
    std::vector<unique_fd> knocking;
    for (int i = 0; i < 50; ++i) knocking.push_back(scripted_peer::knock(app.broker.socket()));
    app.broker.wait_for_log("cannot accept a peer: Too many open files");
    first.everything_until_pong();
    knocking.clear();
    eventually("the next guest is let in", [&] {
        try {
            app.broker.tool("next").everything_until_pong();
            return true;
        } catch (std::runtime_error const&) {
            return false;
        }
    });
}
#endif

TEST_CASE("an idle broker does not wake up", "[system]") {
    broker_app app;
    auto plugin = app.plugin_with("echo");
    auto tool = app.broker.tool();
    tool.call("echo", "[]", 1'000);
    plugin.result(plugin.expect(wire::frame_kind::call).header.request, "1");
    tool.expect(wire::frame_kind::result);
    const auto switches = [&] {
        std::ifstream status{"/proc/" + std::to_string(app.broker.pid()) + "/status"};
        std::string word;
        while (status >> word)
            if (word == "voluntary_ctxt_switches:") {
                long count = -1;
                status >> count;
                return count;
            }
        return -1l;
    };
    // Over the call's deadline, whose alarm may still ring once; then silence for a while.
    auto before = switches();
    auto quiet_since = std::chrono::steady_clock::now();
    eventually("1.5 s without a wake-up", [&] {
        if (const auto now = switches(); now != before) {
            before = now;
            quiet_since = std::chrono::steady_clock::now();
        }
        return std::chrono::steady_clock::now() - quiet_since > std::chrono::milliseconds{1'500};
    });
}
