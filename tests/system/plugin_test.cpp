// SPDX-License-Identifier: MIT
//
// plugin_test — plugins that the broker starts itself: expected, watched, restarted, given up.
#include "tests/support/catch.hpp"
#include "tests/support/paths.hpp"
#include "tests/system/broker_app.hpp"

#include <csignal>
#include <fstream>
#include <set>

using namespace fairlead;
using namespace fairlead::tests;
using Catch::Matchers::Contains;
using wire::frame_kind;

namespace {

broker_settings with_plugin(std::string const& exec, std::string const& more = "",
                            std::string const& name = "ob") {
    return {.fairlead_json =
                R"({"plugins":[{"name":")" + name + R"(","exec":")" + exec + "\"" + more + "}]}"};
}

broker_settings with_obedient() {
    return with_plugin((program_dir().parent_path() / "tests/obedient_plugin").string());
}

broker_settings with_shell(std::string const& script) {
    return with_plugin("/bin/sh", R"(,"args":["-c",")" + script + R"("])");
}

/// A zombie has ended, whoever has yet to reap it.
bool runs(pid_t pid) {
    std::ifstream stat{"/proc/" + std::to_string(pid) + "/stat"};
    std::string number, name, state;
    return (stat >> number >> name >> state) && state != "Z";
}

struct plugin_app : broker_app {
    scripted_peer tool = broker.tool();
    scripted_peer watcher = broker.tool("watcher");

    plugin_app() : broker_app{with_obedient()} { watcher.subscribe("fairlead/plugin/ob"); }

    received_frame ask(std::string_view method, std::string_view args = "[]") {
        tool.call(method, args);
        return tool.next();
    }
    pid_t plugin_pid() {
        const auto answer = ask("ob.pid");
        return answer.header.kind == frame_kind::result ? std::stoi(answer.payload) : 0;
    }

    /// Until that state is announced.
    std::string wait_for_state(std::string const& state) {
        for (;;) {
            auto frame = watcher.expect(frame_kind::event);
            if (frame.payload.find("\"" + state + "\"") != std::string::npos) return frame.payload;
        }
    }
};

}  // namespace

TEST_CASE("a plugin of the manifest is started, and calls wait until it is ready", "[system]") {
    plugin_app app;
    CHECK(app.ask("ob.echo", "[1]").payload == "[1]");
    CHECK(runs(app.plugin_pid()));
    app.broker.wait_for_log("[ob] ob serves");
}

TEST_CASE("a plugin killed in the middle of a call is an error, and back at once", "[system]") {
    plugin_app app;
    const auto pid = app.plugin_pid();
    app.wait_for_state("ready");
    const auto hanging = app.tool.call("ob.hang");
    app.tool.everything_until_pong();
    REQUIRE(::kill(pid, SIGKILL) == 0);
    const auto error = app.tool.expect(frame_kind::error);
    CHECK(error.header.request == hanging);
    CHECK(error.code() == errc::backend_gone);

    const auto before = std::chrono::steady_clock::now();
    const auto again = app.ask("ob.pid");
    CHECK(again.header.kind == frame_kind::result);
    CHECK(again.payload != std::to_string(pid));
    CHECK(std::chrono::steady_clock::now() - before < patience() / 4);
    CHECK_THAT(app.broker.log(),
               Contains("plugin 'ob' ended: signal 9 (Killed) pid=" + std::to_string(pid)));
}

TEST_CASE("whatever happens to a plugin, each call is answered exactly once", "[system]") {
    plugin_app app;
    app.plugin_pid();
    std::set<request_id> open;
    const auto ask_many = [&](char const* method, int count) {
        for (int i = 0; i < count; ++i) open.insert(app.tool.call(method, "[1]", 5'000));
    };
    int results = 0, errors = 0;
    for (auto const* end : {"ob.crash", "ob.exit", "ob.deaf"}) {
        ask_many("ob.echo", 50);
        ask_many("ob.hang", 5);
        ask_many(end, 1);
        ask_many("ob.echo", 50);
        while (!open.empty()) {
            const auto answer = app.tool.next();
            INFO(to_text(answer));
            REQUIRE(open.erase(answer.header.request) == 1);
            ++(answer.header.kind == frame_kind::result ? results : errors);
        }
    }
    CHECK(results >= 150);
    CHECK(errors >= 18);
    CHECK(results + errors == 318);
    CHECK(app.tool.everything_until_pong().empty());
}

TEST_CASE("the states of a plugin are events, and newcomers hear the last one", "[system]") {
    plugin_app app;
    app.wait_for_state("ready");
    app.tool.call("ob.crash");
    CHECK(app.tool.expect(frame_kind::error).code() == errc::backend_gone);
    CHECK_THAT(app.wait_for_state("restarting"), Contains(R"("pid":0,"restarts":1)"));
    app.wait_for_state("starting");
    CHECK_THAT(app.wait_for_state("ready"), Contains(R"([{"name":"ob","state":"ready","pid":)"));
    auto newcomer = app.broker.tool("newcomer");
    newcomer.subscribe("fairlead/plugin/ob");
    CHECK_THAT(newcomer.expect(frame_kind::event).payload, Contains("\"ready\""));
}

TEST_CASE("a crash report says how it ended and what it said last", "[system]") {
    plugin_app app;
    app.ask("ob.crash");
    app.broker.wait_for_log("ob | without a newline");
    CHECK_THAT(app.broker.log(), Contains("ob | told to crash"));
    app.wait_for_state("ready");
    app.ask("ob.exit");
    app.broker.wait_for_log("plugin 'ob' ended: exit code 3");
}

TEST_CASE("what a plugin started goes with it", "[system]") {
    plugin_app app;
    const auto grandchild = std::stoi(app.ask("ob.spawn").payload);
    REQUIRE(runs(grandchild));
    app.ask("ob.crash");
    eventually("the grandchild is killed", [&] { return !runs(grandchild); });
}

TEST_CASE("a plugin that leaves its session but stays is killed and started again", "[system]") {
    plugin_app app;
    const auto pid = app.plugin_pid();
    app.tool.call("ob.deaf");
    CHECK(app.tool.expect(frame_kind::error).code() == errc::backend_gone);
    const auto successor = app.plugin_pid();
    CHECK(successor != 0);
    CHECK(successor != pid);
    CHECK_THAT(app.broker.log(), Contains("lost its session but did not end"));
}

TEST_CASE("a plugin without a program is given up with a clear reason", "[system]") {
    broker_app app{with_plugin("bin/nothing")};
    app.broker.wait_for_log("plugin 'ob' is given up: no program for \"exec\": \"bin/nothing\"");
    auto tool = app.broker.tool();
    tool.call("ob.echo");
    CHECK(tool.expect(frame_kind::error).code() == errc::no_such_method);
}

TEST_CASE("a plugin that cannot be executed is given up with a clear reason", "[system]") {
    const temporary_directory folder;
    const auto program = folder.write("not-a-program", "\x7f"
                                                       "ELF nonsense");
    std::filesystem::permissions(program, std::filesystem::perms::owner_all);
    broker_app app{with_plugin(program.string())};
    app.broker.wait_for_log("cannot be executed: Exec format error");
    CHECK(app.broker.log().find("restarts=1") == std::string::npos);
}

TEST_CASE("a plugin that dies again and again is given up", "[system]") {
    broker_app app{with_shell("echo no luck >&2; exit 4")};
    auto tool = app.broker.tool();
    tool.call("ob.echo");
    const auto error = tool.expect(frame_kind::error);
    CHECK(error.code() == errc::backend_gone);
    app.broker.wait_for_log(
        "is given up: it died 6 times within 30 s, the last time by exit code 4");
    CHECK_THAT(app.broker.log(), Contains("[ob] no luck"));
}

TEST_CASE("nobody can take the place of a plugin that the broker starts", "[system]") {
    plugin_app app;
    app.plugin_pid();
    for (auto const* token : {"", "0123456789abcdef0123456789abcdef"}) {
        const auto no = scripted_peer::turned_away(
            app.broker.socket(), {.role = wire::peer_role::plugin, .name = "ob", .token = token});
        CHECK(no.code == errc::denied);
    }
}

TEST_CASE("plugins end with the broker, drained or killed", "[system]") {
    const auto how = GENERATE(SIGTERM, SIGKILL);
    plugin_app app;
    const auto pid = app.plugin_pid();
    app.broker.signal(how);
    app.broker.wait_for_end();
    eventually("the plugin is gone", [&] { return !runs(pid); });
    if (how == SIGTERM) {
        CHECK(app.broker.log().find("ended") == std::string::npos);
        CHECK_THAT(app.wait_for_state("stopped"), Contains("\"pid\":0"));
    }
}

TEST_CASE("a plugin that ignores everything is killed when the broker stops", "[system]") {
    broker_app app{with_shell("trap '' TERM; echo deaf; while :; do sleep 1; done")};
    app.broker.wait_for_log("[ob] deaf");
    CHECK(app.broker.stop().exit_code == 0);
}

TEST_CASE("a plugin inherits nothing but its four descriptors", "[system]") {
    broker_app app{with_shell("ls -l /proc/self/fd | grep -c -- '->'; "
                              "echo token $FAIRLEAD_TOKEN_FD $(cat <&3 | wc -c); exec sleep 100")};
    // 0, 1, 2, the token, and the folder that ls itself has open.
    app.broker.wait_for_log("[ob] 5");
    app.broker.wait_for_log("[ob] token 3 32");
}
