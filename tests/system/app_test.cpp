// SPDX-License-Identifier: MIT
//
// app — `fairlead run --headless` with real processes, and what kill -9 does to it.
#include "tests/support/catch.hpp"
#include "tests/support/paths.hpp"
#include "tests/support/running_app.hpp"
#include "tests/support/temporary_directory.hpp"
#include "tests/system/plugin_app.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <csignal>

using namespace fairlead::tests;

namespace {

const auto greeter = (source_root() / "examples" / "greeter").native();

bool contains(std::string const& text, std::string const& part) {
    return text.find(part) != std::string::npos;
}

std::size_t shared_memory_names() {
    std::size_t count = 0;
    for (auto const& entry : std::filesystem::directory_iterator{"/dev/shm"})
        count += contains(entry.path().filename(), "fairlead") ? 1 : 0;
    return count;
}

}  // namespace

TEST_CASE("one line in, one frame out, and the app ends with its input", "[system][app]") {
    runtime_folder where;
    const auto ended =
        run_fairlead(where, {"run", greeter, "--headless"},
                     R"(C{"name":"main.App.Greet","args":["Ada"],"callbackID":"x"})");
    CHECK(ended.code == 0);
    CHECK(ended.out ==
          R"(c{"result":"Hello Ada, from a process of its own!","error":null,"callbackid":"x"})"
          "\n");
}

TEST_CASE("an unknown method is an error in the same form, not silence", "[system][app]") {
    runtime_folder where;
    const auto ended = run_fairlead(where, {"run", greeter, "--headless"},
                                    R"(C{"name":"main.App.Nope","args":[],"callbackID":"y"})");
    CHECK(ended.code == 0);
    CHECK(contains(ended.out, R"(c{"result":null,"error":)"));
    CHECK(contains(ended.out, "main.App.Nope"));
    CHECK(contains(ended.out, R"("callbackid":"y")"));
    CHECK(contains(ended.out, R"("code":"no-such-method")"));
}

TEST_CASE("garbage gets a clear error, and the next line still works", "[system][app]") {
    runtime_folder where;
    const auto ended =
        run_fairlead(where, {"run", greeter, "--headless"},
                     "what is this?\nC{not json}\n"
                     R"(C{"name":"main.App.Sum","args":[[1,2.5]],"callbackID":"z"})");
    CHECK(ended.code == 0);
    CHECK(contains(ended.out, R"(c{"result":3.5,"error":null,"callbackid":"z"})"));
    CHECK(contains(ended.err, "line 1"));
    CHECK(contains(ended.err, "line 2"));
}

TEST_CASE("arguments that do not fit are told in the words of Wails", "[system][app]") {
    runtime_folder where;
    running_app app{where};
    CHECK(contains(
        app.call("main.App.Greet", "[]"),
        "error parsing arguments: received 0 arguments to method 'main.App.Greet', expected 1"));
    CHECK(contains(app.call("main.App.Greet", "[1]"),
                   "error parsing arguments: argument 1 (name): expected a string, got a "
                   "number (1)"));
    CHECK(contains(app.call("main.App.Fail", "[\"on purpose\"]"), R"("error":"on purpose")"));
}

TEST_CASE("16 MiB go through both ways unharmed", "[system][app]") {
    runtime_folder where;
    running_app app{where};
    const std::string large(16u << 20, 'x');
    const auto answer = app.call("main.App.Echo", "[\"" + large + "\"]");
    CHECK(answer.size() > large.size());
    CHECK(answer.substr(0, 13) == "c{\"result\":\"x");
    CHECK(answer.find_first_not_of('x', 12) == 12 + large.size());
}

TEST_CASE("a plugin killed in mid-call is an error and a restart", "[system][app]") {
    runtime_folder where;
    running_app app{where};
    const auto before = app.plugin_pid();
    app.send_call("main.App.Slow", "[60000]", "slow");
    // In order behind it: when this is answered, the slow one has been handed to the plugin.
    app.call("main.App.Greet", "[\"x\"]");
    REQUIRE(::kill(before, SIGKILL) == 0);
    const auto killed_at = std::chrono::steady_clock::now();

    const auto rejected = app.host().read_line_with("\"callbackid\":\"slow\"");
    CHECK(contains(rejected, R"("code":"backend-gone")"));
    CHECK(contains(app.call("main.App.Greet", "[\"again\"]"), "Hello again"));
    const auto took = std::chrono::steady_clock::now() - killed_at;
    CHECK(took < std::chrono::seconds{1});
    CHECK(app.plugin_pid() != before);
    CHECK(app.plugin_restarts() == 1);
}

TEST_CASE("a killed broker takes the app along, and the next start works", "[system][app]") {
    runtime_folder where;
    {
        running_app app{where};
        const auto broker = app.broker_pid(), host = app.host_pid(), plugin = app.plugin_pid();
        REQUIRE(::kill(broker, SIGKILL) == 0);
        CHECK(app.launcher().wait() == 1);
        eventually("host and plugin end", [&] { return !is_alive(host) && !is_alive(plugin); });
        CHECK(shared_memory_names() == 0);
    }
    running_app again{where};
    CHECK(contains(again.call("main.App.Greet", "[\"Ada\"]"), "Hello Ada"));
}

TEST_CASE("a killed host takes the app along, and the next start works", "[system][app]") {
    runtime_folder where;
    {
        running_app app{where};
        const auto broker = app.broker_pid(), host = app.host_pid(), plugin = app.plugin_pid();
        REQUIRE(::kill(host, SIGKILL) == 0);
        CHECK(app.launcher().wait() == 128 + SIGKILL);
        eventually("broker and plugin end", [&] { return !is_alive(broker) && !is_alive(plugin); });
        CHECK(shared_memory_names() == 0);
        CHECK_FALSE(std::filesystem::exists(where.path() / "fairlead/greeter/broker.sock"));
    }
    running_app again{where};
    CHECK(contains(again.call("main.App.Greet", "[\"Ada\"]"), "Hello Ada"));
}

TEST_CASE("a killed launcher takes the app along", "[system][app]") {
    runtime_folder where;
    running_app app{where};
    const auto broker = app.broker_pid(), host = app.host_pid(), plugin = app.plugin_pid();
    app.launcher().signal(SIGKILL);
    app.launcher().wait();
    eventually("everything ends",
               [&] { return !is_alive(broker) && !is_alive(host) && !is_alive(plugin); });
}

TEST_CASE("SIGTERM ends the app in order", "[system][app]") {
    runtime_folder where;
    running_app app{where};
    const auto broker = app.broker_pid(), host = app.host_pid(), plugin = app.plugin_pid();
    app.launcher().signal(SIGTERM);
    CHECK(app.launcher().wait() == 128 + SIGTERM);
    CHECK_FALSE(is_alive(broker));
    CHECK_FALSE(is_alive(host));
    CHECK_FALSE(is_alive(plugin));
    CHECK_FALSE(std::filesystem::exists(where.path() / "fairlead/greeter/broker.sock"));
}

TEST_CASE("an app runs once at a time", "[system][app]") {
    runtime_folder where;
    running_app app{where};
    const auto second = run_fairlead(where, {"run", greeter, "--headless"});
    CHECK(second.code == 1);
    CHECK(contains(second.err, "run: greeter is running already"));
    CHECK(contains(app.call("main.App.Greet", "[\"still\"]"), "Hello still"));
}

TEST_CASE("another terminal calls, lists, emits and subscribes", "[system][app]") {
    runtime_folder where;
    running_app app{where};

    const auto greeted = run_fairlead(where, {"call", "main.App.Greet", "\"Ada\""});
    CHECK(greeted.code == 0);
    CHECK(greeted.out == "\"Hello Ada, from a process of its own!\"\n");

    const auto listed = run_fairlead(where, {"list"});
    CHECK(listed.code == 0);
    for (auto const* part : {"greeter", "plugin", "host", "ready"}) {
        CAPTURE(part, listed.out);
        CHECK(contains(listed.out, part));
    }

    CHECK(run_fairlead(where, {"call", "main.App.Nope"}).code == 6);
    CHECK(run_fairlead(where, {"call", "main.App.Fail", "\"no\""}).err == "app-error: no\n");
    CHECK(run_fairlead(where, {"call", "main.App.Slow", "60000", "--timeout", "0.05"}).code == 5);
    CHECK(run_fairlead(where, {"call", "main.App.Greet", "Ada"}).code == 2);
    CHECK(run_fairlead(where, {"list", "--app", "nobody"}).code == 3);

    child listener{
        {program("fairlead"), {"subscribe", "news", "--count", "2"}, where.environment()}};
    eventually("the subscription is in force", [&] {
        const auto all =
            boost::json::parse(run_fairlead(where, {"list", "--json=short"}).out).at("peers");
        return std::ranges::any_of(all.as_array(), [](auto const& peer) {
            return peer.at("role") == "tool" && peer.at("subscriptions").as_int64() == 1;
        });
    });
    CHECK(run_fairlead(where, {"emit", "news", "1", "[\"two\"]"}).code == 0);
    CHECK(run_fairlead(where, {"emit", "news"}).code == 0);
    CHECK(listener.read_line() == "news [1,[\"two\"]]");
    CHECK(listener.read_line() == "news []");
    CHECK(listener.wait() == 0);
}

TEST_CASE("events of a plugin arrive in order with results", "[system][app]") {
    runtime_folder where;
    running_app app{where};
    app.send_call("main.App.StartTicker", "[1]", "start");
    for (int count = 1; count <= 20; ++count) {
        CAPTURE(count);
        const auto tick = app.host().read_line_with("n{\"name\":\"tick\"");
        CHECK(contains(tick, "\"count\":" + std::to_string(count) + ","));
    }
    app.call("main.App.StopTicker", "[]");
}

TEST_CASE("bench measures an app of its own and verifies every payload, inline and in blobs",
          "[system][app]") {
    runtime_folder where;
    const auto measured = run_fairlead(where, {"bench", "--size", "0,64,32K,1M", "--in-flight",
                                               "1,8", "--seconds", "0.05", "--json", "-"});
    CHECK(measured.err.find("bench:") == std::string::npos);
    REQUIRE(measured.code == 0);
    CHECK(contains(measured.out, "\"size\":1048576,\"in_flight\":8"));
    CHECK(contains(measured.out, "\"peer\":\"fairlead\""));
}

TEST_CASE("bench measures in a running app, and leaves it as it was", "[system][app]") {
    runtime_folder where;
    running_app app{where};
    const auto measured = run_fairlead(
        where, {"bench", "--app", "greeter", "--size", "64", "--seconds", "0.05", "--json", "-"});
    CHECK(measured.code == 0);
    CHECK(contains(measured.out, "\"size\":64,\"in_flight\":1"));
    CHECK(run_fairlead(where, {"call", "main.App.Greet", "\"Ada\""}).code == 0);
    CHECK(run_fairlead(where, {"call", "bench.Echo.BytesSize", "\"\""}).code == 6);
    CHECK(run_fairlead(where, {"bench", "--app", "nobody", "--size", "64"}).code == 3);
}

TEST_CASE("broker and guardian that die in the same instant leave nothing", "[system][app]") {
    const runtime_folder where;
    const temporary_directory folder;
    folder.write("wails.json",
                 R"({"name":"left","fairlead":{"plugins":[)" + obedient_json("ob") + "]}}");
    child app{{program("fairlead"), {"run", folder.path(), "--headless"}, where.environment()}};
    const auto pid_of = [&](std::string const& method) {
        app.write_line(R"(C{"name":")" + method + R"(","args":[],"callbackID":"p"})");
        const auto line = app.read_line_with(R"("callbackid":"p")");
        return static_cast<pid_t>(std::atoi(line.c_str() + line.find(':') + 1));
    };
    const auto plugin = pid_of("ob.pid"), stray = pid_of("ob.stray");
    CAPTURE(plugin, stray);
    REQUIRE(is_alive(stray));
    const auto broker = descendant_of(app.pid(), "fairlead-broker");
    const auto guardian = parent_of(plugin);
    REQUIRE(parent_of(guardian) == broker);

    ::kill(guardian, SIGSTOP);  // It hears of nothing any more.
    ::kill(broker, SIGKILL);
    ::kill(guardian, SIGKILL);
    eventually("all have ended", [&] { return !is_alive(plugin) && !is_alive(stray); });
    CHECK(app.wait() == 1);  // A headless app ends with its broker.
}

TEST_CASE("a broker whose launcher is killed drains, one that hangs ends, too", "[system][app]") {
    const bool hangs = GENERATE(false, true);
    const runtime_folder where;
    running_app app{where};
    const auto broker = app.broker_pid(), plugin = app.plugin_pid();
    if (hangs) ::kill(broker, SIGSTOP);
    app.launcher().signal(SIGKILL);
    eventually("both have ended", [&] { return !is_alive(broker) && !is_alive(plugin); });
    const auto left = where.path() / "fairlead/greeter/broker.sock";
    CHECK(std::filesystem::exists(left) == hangs);  // Whoever drains tidies up.
}
