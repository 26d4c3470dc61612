// SPDX-License-Identifier: MIT
//
// supervised_plugin_test — one supervised plugin with real processes and short deadlines.
#include "broker/supervision/supervised_plugin.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/running_app.hpp"

#include <boost/asio/io_context.hpp>

#include <vector>

using namespace fairlead;
using namespace fairlead::broker::supervision;
using namespace fairlead::tests;
using namespace std::chrono_literals;

namespace {

struct supervised {
    boost::asio::io_context loop;
    supervisor_settings settings{.socket = "/nowhere",
                                 .app_dir = "/",
                                 .broker_dir = "/",
                                 .ready_within = 60ms,
                                 .end_within = 60ms,
                                 .restarts = {.delay_second = 1ms, .delay_max = 1ms}};
    std::vector<plugin_state> states;
    int process_ends = 0;
    supervisor_events events{
        .on_state = [this](plugin_status const& status) { states.push_back(status.state); },
        .on_process_end = [this](std::string const&) { ++process_ends; }};
    supervised_plugin plugin;

    explicit supervised(std::string script)
        : plugin{loop,
                 settings,
                 events,
                 {.name = "sh", .exec = "/bin/sh", .args = {"-c", std::move(script)}}} {
        plugin.start();
    }

    void run_until(plugin_state state) {
        const auto deadline = std::chrono::steady_clock::now() + patience();
        while (plugin.status().state != state) {
            if (std::chrono::steady_clock::now() > deadline) give_up(std::string{to_text(state)});
            loop.restart();
            loop.run_one_for(50ms);
        }
    }
};

}  // namespace

TEST_CASE("a plugin that is never ready is killed, tried again and given up",
          "[broker][supervision]") {
    supervised one{"sleep 100"};
    one.run_until(plugin_state::failed);
    CHECK(one.process_ends == 6);
    CHECK(one.plugin.status().restarts == 5);
    CHECK_FALSE(one.plugin.has_process());
}

TEST_CASE("a plugin that is ready in time is left alone", "[broker][supervision]") {
    supervised one{"exec sleep 100"};
    const auto pid = one.plugin.status().pid;
    CHECK(is_alive(pid));
    one.plugin.on_attached();
    one.plugin.on_ready();
    CHECK(one.plugin.status().state == plugin_state::ready);
    const auto until = std::chrono::steady_clock::now() + 3 * one.settings.ready_within;
    while (std::chrono::steady_clock::now() < until) one.loop.run_one_for(10ms);
    CHECK(one.plugin.status().pid == pid);
    CHECK(one.states == std::vector{plugin_state::starting, plugin_state::ready});
}

TEST_CASE("a token serves one session of one process", "[broker][supervision]") {
    supervised one{"cat <&3 >&2; exec sleep 100"};
    CHECK_FALSE(one.plugin.token_fits(""));
    CHECK_FALSE(one.plugin.token_fits("0123456789abcdef0123456789abcdef"));
    one.plugin.on_attached();
    CHECK_FALSE(one.plugin.token_fits(""));
}

TEST_CASE("a plugin without a session is asked to end by SIGTERM", "[broker][supervision]") {
    supervised one{"exec sleep 100"};
    one.plugin.drain();
    CHECK(one.plugin.status().state == plugin_state::draining);
    one.run_until(plugin_state::stopped);
    CHECK(one.process_ends == 1);
    CHECK(one.plugin.status().restarts == 0);
}

TEST_CASE("a plugin that waits for its restart does not start while the broker stops",
          "[broker][supervision]") {
    supervised one{"exit 0"};
    one.run_until(plugin_state::restarting);
    one.plugin.drain();
    CHECK(one.plugin.status().state == plugin_state::stopped);
    one.loop.restart();
    one.loop.run_for(20ms);
    CHECK(one.plugin.status().state == plugin_state::stopped);
}

TEST_CASE("a plugin ends with its supervisor", "[broker][supervision]") {
    pid_t pid = 0;
    {
        supervised one{"exec sleep 100"};
        pid = one.plugin.status().pid;
        REQUIRE(is_alive(pid));
    }
    CHECK_FALSE(is_alive(pid));
}
