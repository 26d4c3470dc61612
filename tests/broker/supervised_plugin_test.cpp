// SPDX-License-Identifier: MIT
//
// supervised_plugin_test — one supervised plugin with real processes and short deadlines.
#include "broker/supervision/supervised_plugin.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/paths.hpp"
#include "tests/support/running_app.hpp"

#include <boost/asio/io_context.hpp>
#include <fairlead/vocabulary/json_string.hpp>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <vector>

using namespace fairlead;
using namespace fairlead::broker::supervision;
using namespace fairlead::tests;
using namespace std::chrono_literals;
using broker::config::plugin_config;
using Catch::Matchers::Contains;

namespace {

struct supervised {
    runtime_folder folder;
    boost::asio::io_context loop;
    supervisor_settings settings{.socket = "/nowhere",
                                 .app_dir = folder.path(),
                                 .broker_dir = program_dir(),
                                 .crashes = crashes_in(folder)};
    std::vector<plugin_state> states;
    int process_ends = 0;
    supervisor_events events{
        .on_state =
            [this](plugin_status const& status) {
                if (states.empty() || states.back() != status.state) states.push_back(status.state);
            },
        .on_process_end = [this](session_id) { ++process_ends; },
        .say_goodbye = [](session_id) {},
        .take_over = [this](session_id from, session_id to) { moves.emplace_back(from, to); }};
    std::vector<std::pair<session_id, session_id>> moves;
    supervised_plugin plugin;

    explicit supervised(std::string script, plugin_config config = {})
        : plugin{loop, settings, events, with(std::move(config), std::move(script))} {
        plugin.want({});
    }

    static crash_folder crashes_in(runtime_folder const& folder) {
        ::setenv("XDG_STATE_HOME", folder.path().c_str(), 1);
        return {"test-app", folder.path()};
    }
    static plugin_config with(plugin_config config, std::string script) {
        config.name = "sh";
        config.exec = "/bin/sh";
        config.args = {"-c", std::move(script)};
        config.startup = std::min(config.startup, 2'000ms);
        config.restart.delay_second = config.restart.delay_max = 1ms;
        return config;
    }

    template <class Condition>
    void run_until(char const* what, Condition is_so) {
        const auto deadline = std::chrono::steady_clock::now() + patience();
        while (!is_so()) {
            if (std::chrono::steady_clock::now() > deadline) give_up(what);
            loop.restart();
            loop.run_one_for(50ms);
        }
    }
    void run_until(plugin_state state) {
        run_until(std::string{to_text(state)}.c_str(), [&] { return plugin.state() == state; });
    }
    /// As if the process that runs now had connected and was ready.
    void play_ready(std::uint32_t session) {
        const session_id id{session};
        attach(id);
        plugin.on_ready(id);
    }
    void attach(session_id id) { plugin.on_attached(token(), id); }
    /// The script writes its token where it works.
    std::string token() {
        const auto file = folder.path() / "token";
        std::string text;
        run_until("the token is written", [&] {
            std::ifstream in{file};
            return std::getline(in, text) && text.size() == 32;
        });
        std::filesystem::remove(file);
        return text;
    }
};

constexpr char const* stay = "cat <&3 >t; echo >>t; mv t token; exec sleep 100";

plugin_config quick(std::chrono::milliseconds startup) {
    plugin_config config;
    config.startup = startup;
    return config;
}

}  // namespace

TEST_CASE("a plugin that is never ready is killed, tried again and given up",
          "[broker][supervision]") {
    supervised one{"sleep 100", quick(60ms)};
    one.run_until(plugin_state::failed);
    CHECK(one.plugin.status().restarts == 5);
    CHECK_FALSE(one.plugin.has_process());
    CHECK_THAT(one.plugin.status().reason, Contains("it died 6 times within 30 s"));
    CHECK_THAT(one.plugin.status().reason, Contains("not ready within 0.06 s"));
}

TEST_CASE("a plugin that is ready in time is left alone", "[broker][supervision]") {
    supervised one{stay, quick(500ms)};
    const auto pid = one.plugin.status().pid;
    CHECK(is_alive(pid));
    one.play_ready(1);
    CHECK(one.plugin.state() == plugin_state::ready);
    const auto until = std::chrono::steady_clock::now() + 700ms;
    while (std::chrono::steady_clock::now() < until) one.loop.run_one_for(10ms);
    CHECK(one.plugin.status().pid == pid);
    CHECK(one.states == std::vector{plugin_state::starting, plugin_state::ready});
}

TEST_CASE("a token serves one session of one process", "[broker][supervision]") {
    supervised one{stay};
    CHECK_FALSE(one.plugin.token_fits(""));
    CHECK_FALSE(one.plugin.token_fits("0123456789abcdef0123456789abcdef"));
    const auto token = one.token();
    CHECK(one.plugin.on_attached(token, session_id{1}) == attached_as::current);
    CHECK_FALSE(one.plugin.token_fits(token));
    CHECK(one.plugin.on_attached(token, session_id{2}) == attached_as::nobody);
}

TEST_CASE("a plugin without a session is asked to end by SIGTERM", "[broker][supervision]") {
    supervised one{"exec sleep 100"};
    one.plugin.drain();
    CHECK(one.plugin.state() == plugin_state::draining);
    one.run_until(plugin_state::stopped);
    CHECK(one.plugin.status().restarts == 0);
}

TEST_CASE("a plugin that does not finish in time is killed, and the report says so",
          "[broker][supervision]") {
    plugin_config config;
    config.drain = 50ms;
    const runtime_folder marks;
    const auto deaf = marks.path() / "deaf";
    supervised one{"trap '' TERM; : > " + deaf.native() + "; while :; do sleep 1; done", config};
    one.run_until("it does not hear SIGTERM", [&] { return std::filesystem::exists(deaf); });
    one.plugin.drain();
    one.run_until(plugin_state::stopped);
    CHECK_THAT(one.plugin.status().last_crash, Contains("it did not finish within 0.05 s"));
}

TEST_CASE("a plugin that waits for its restart does not start while the broker stops",
          "[broker][supervision]") {
    plugin_config config;
    config.restart.delay_first = 10s;
    supervised one{"exit 0", config};
    one.run_until(plugin_state::restarting);
    one.plugin.drain();
    CHECK(one.plugin.state() == plugin_state::stopped);
    one.loop.restart();
    one.loop.run_for(20ms);
    CHECK(one.plugin.state() == plugin_state::stopped);
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

TEST_CASE("what leaves its group and its session ends with the plugin all the same",
          "[broker][supervision]") {
    supervised one{"setsid sh -c 'echo $$ >p; mv p stray; exec sleep 100' & "
                   "while ! test -f stray; do sleep 0.01; done; exit 3"};
    pid_t stray = 0;
    one.run_until("the stray is known", [&] {
        return (std::ifstream{one.folder.path() / "stray"} >> stray) && stray > 0;
    });
    one.run_until("the first has ended", [&] { return one.plugin.status().restarts > 0; });
    CHECK_FALSE(is_alive(stray));
    CHECK_THAT(one.plugin.status().last_crash, Contains(R"("exitCode":3)"));
    CHECK_THAT(one.plugin.status().last_crash, !Contains(R"("leftBehind":0)"));
}

TEST_CASE("a new build takes over once it is ready, the old one leaves", "[broker][supervision]") {
    supervised one{stay};
    one.play_ready(1);
    const auto before = one.plugin.status().pid;
    REQUIRE(one.plugin.reload().empty());
    CHECK(one.plugin.status().reloading);
    CHECK(one.plugin.status().pid == before);
    CHECK_THAT(one.plugin.reload(), Contains("under way"));
    one.play_ready(2);
    CHECK(one.moves == std::vector{std::pair{session_id{1}, session_id{2}}});
    CHECK_FALSE(one.plugin.status().reloading);
    CHECK(one.plugin.status().pid != before);
    CHECK(one.plugin.state() == plugin_state::ready);
    CHECK(one.plugin.status().restarts == 0);
    // Nobody tells it here that it may go, so its time runs out.
    one.run_until("the old one has ended", [&] { return !is_alive(before); });
}

TEST_CASE("a new build that does not get ready changes nothing", "[broker][supervision]") {
    supervised one{"if test -f broken; then echo no luck; exit 4; fi; " + std::string{stay}};
    one.play_ready(1);
    const auto before = one.plugin.status().pid;
    std::ofstream{one.folder.path() / "broken"} << "yes";
    REQUIRE(one.plugin.reload().empty());
    one.run_until("it is over", [&] { return !one.plugin.status().reloading; });
    CHECK(one.plugin.status().pid == before);
    CHECK(is_alive(before));
    CHECK(one.moves.empty());
    CHECK_THAT(one.plugin.status().reload_problem, Contains("exit code 4"));
    CHECK_THAT(one.plugin.status().reload_problem, Contains("no luck"));
}

TEST_CASE("when the old build dies, the one that starts beside it is its restart",
          "[broker][supervision]") {
    supervised one{stay};
    one.play_ready(1);
    REQUIRE(one.plugin.reload().empty());
    ::kill(one.plugin.status().pid, SIGKILL);
    one.run_until(plugin_state::starting);
    one.play_ready(2);
    CHECK(one.plugin.state() == plugin_state::ready);
    CHECK(one.moves.empty());
}

TEST_CASE("what it had offered by then counts from then on", "[broker][supervision]") {
    supervised one{stay};
    one.play_ready(1);
    REQUIRE(one.plugin.reload().empty());
    one.attach(session_id{2});
    ::kill(one.plugin.status().pid, SIGKILL);
    one.run_until(plugin_state::starting);
    CHECK(one.moves == std::vector{std::pair{session_id{1}, session_id{2}}});
    one.plugin.on_ready(session_id{2});
    CHECK(one.plugin.state() == plugin_state::ready);
}

TEST_CASE("a restart while a new build starts is that build", "[broker][supervision]") {
    plugin_config config;
    config.drain = 10s;
    supervised one{stay, config};
    one.play_ready(1);
    REQUIRE(one.plugin.reload().empty());
    one.plugin.restart({});
    CHECK(one.plugin.state() == plugin_state::draining);
    CHECK(one.plugin.status().restarting);
    one.play_ready(2);
    CHECK(one.plugin.state() == plugin_state::ready);
    CHECK_FALSE(one.plugin.status().restarting);
    CHECK(one.moves == std::vector{std::pair{session_id{1}, session_id{2}}});
}

TEST_CASE("a stop while a new build starts ends both", "[broker][supervision]") {
    plugin_config config;
    config.drain = 50ms;
    supervised one{stay, config};
    one.play_ready(1);
    REQUIRE(one.plugin.reload().empty());
    one.attach(session_id{2});
    one.plugin.stop();
    one.plugin.on_ready(session_id{2});
    CHECK(one.moves.empty());
    one.run_until(plugin_state::stopped);
    CHECK_FALSE(one.plugin.has_process());
}

TEST_CASE("reports of crashes are kept, the newest twenty", "[broker][supervision]") {
    plugin_config config;
    config.restart.deaths_max = 24;
    supervised one{"echo about to die; kill -SEGV $$", config};
    one.run_until(plugin_state::failed);
    std::vector<std::filesystem::path> files;
    for (auto const& entry : std::filesystem::directory_iterator{one.settings.crashes.path()})
        files.push_back(entry.path());
    CHECK(files.size() == crash_reports_kept);
    std::stringstream text;
    text << std::ifstream{files.front()}.rdbuf();
    CHECK_THAT(text.str(), Contains(R"("signal":11)"));
    CHECK_THAT(text.str(), Contains(R"("lastLines":["about to die"])"));
}
