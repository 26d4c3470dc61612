// SPDX-License-Identifier: MIT
//
// top_test — the counters of a broker that runs, is stopped, and has died.
#include "tests/support/catch.hpp"
#include "tests/support/paths.hpp"
#include "tests/support/running_app.hpp"
#include "tests/system/plugin_app.hpp"

#include <boost/json.hpp>

#include <sys/stat.h>

#include <csignal>

using namespace fairlead::tests;
using Catch::Matchers::Contains;
namespace json = boost::json;

namespace {

struct watched_app {
    plugin_app app;
    runtime_folder nowhere;

    std::string socket() const { return app.broker.socket().native(); }
    outcome top(std::vector<std::string> more) const {
        std::vector<std::string> args{"top", "--socket", socket(), "--interval", "0.1"};
        args.insert(args.end(), more.begin(), more.end());
        return run_fairlead(nowhere, args);
    }
    json::object once() const {
        const auto ended = top({"--once", "--json=short"});
        if (ended.code != 0) throw std::runtime_error{ended.err};
        return json::parse(ended.out).as_object();
    }
};

json::object const& named(json::object const& from, std::string_view list, std::string_view name) {
    for (auto const& one : from.at(list).as_array())
        if (one.at("name").as_string() == name) return one.as_object();
    throw std::runtime_error{"no " + std::string{name} + " in " + json::serialize(from)};
}

std::int64_t number(json::object const& from, std::string_view key) {
    return from.at(key).to_number<std::int64_t>();
}

}  // namespace

TEST_CASE("top counts calls of a method, its provider and its caller", "[system][top]") {
    watched_app all;
    for (int i = 0; i < 20; ++i) all.app.value("ob.echo", "[1]");
    all.app.ask("ob.none");
    const auto seen = all.once();
    auto const& broker = seen.at("broker").as_object();
    CHECK(broker.at("state").as_string() == "running");
    CHECK(number(broker, "pid") == all.app.broker.pid());
    CHECK(number(broker, "memoryBytes") > 0);
    auto const& method = named(seen, "methods", "ob.echo");
    CHECK(number(method, "calls") == 20);
    CHECK(method.at("peer").as_string() == "ob");
    CHECK(number(method, "inFlight") == 0);
    CHECK(number(named(seen, "peers", "tool"), "calls") == 21);
    CHECK(number(named(seen, "peers", "tool"), "errors") == 1);
    CHECK(number(named(seen, "peers", "ob"), "pid") == all.app.pid_of("ob.pid"));
    CHECK(number(named(seen, "peers", "ob"), "memoryBytes") > 0);
    const auto table = all.top({"--once"});
    CHECK_THAT(table.out, Contains("running") && Contains("CALLS/s") && Contains("ob.echo"));
    // Several looks, one line each.
    const auto looks = all.top({"--count", "3", "--json=short"});
    CHECK(looks.code == 0);
    CHECK(std::ranges::count(looks.out, '\n') == 3);
}

TEST_CASE("top reads a broker that is stopped, and one that has died", "[system][top]") {
    watched_app all;
    for (int i = 0; i < 20; ++i) all.app.value("ob.echo", "[1]");
    const auto plugin = all.app.pid_of("ob.pid");

    all.app.broker.signal(SIGSTOP);
    eventually("it is seen to be stopped",
               [&] { return all.once().at("broker").at("state").as_string() == "stopped"; });
    auto ended = all.top({"--once"});
    CHECK(ended.code == 0);
    CHECK_THAT(ended.out, Contains("stopped by a signal") && Contains("ob.echo"));
    // Since the start: nothing happens while one looks.
    CHECK(number(named(all.once(), "methods", "ob.echo"), "calls") == 20);
    CHECK(named(all.once(), "methods", "ob.echo").contains("p50Us"));
    CHECK(number(named(all.once(), "peers", "ob"), "memoryBytes") > 0);

    all.app.broker.signal(SIGKILL);
    all.app.broker.wait_for_end();
    eventually("its plugin has gone", [&] { return !runs(plugin); });
    ended = all.top({"--once"});
    CHECK(ended.code == 0);
    CHECK_THAT(ended.out, Contains("died: these are its last counters") && Contains("ob.echo"));
    const auto seen = all.once();
    CHECK(number(named(seen, "methods", "ob.echo"), "calls") == 20);
    CHECK_FALSE(named(seen, "peers", "ob").contains("memoryBytes"));

    const auto crashed_of = [&](std::vector<std::string> more) {
        more.insert(more.begin(), {"top", "--crashed", "--once"});
        child one{{program("fairlead"), more, {{"XDG_RUNTIME_DIR", all.app.broker.runtime_dir()}}}};
        const auto code = one.wait();
        return std::to_string(code) + ' ' + one.errors();
    };
    CHECK_THAT(crashed_of({"--app", "test-app"}),
               Contains("6 not-found: test-app has") && Contains("without --crashed"));
    CHECK_THAT(crashed_of({}),
               Contains("6 not-found: no app has left") && Contains("started again"));

    // The next one has its own; those are kept.
    broker_process next{all.app.folder, with_plugins(obedient_json("ob"))};
    next.wait_until_ready();
    CHECK(number(all.once().at("broker").as_object(), "pid") == next.pid());
    CHECK_THAT(all.top({"--crashed", "--once"}).out, Contains("died") && Contains("ob.echo"));
    CHECK_THAT(crashed_of({"--app", "another"}), Contains("there are some of: test-app"));
    CHECK(next.stop().exit_code == 0);
    ended = all.top({"--once"});
    CHECK(ended.code == 3);  // It has ended in order.
}

TEST_CASE("a call that hangs is in flight, and a restart is counted", "[system][top]") {
    watched_app all;
    all.app.tool.call("ob.hang", "[]", 20'000);
    eventually("the call is seen", [&] {
        const auto seen = all.once();
        try {
            return number(named(seen, "methods", "ob.hang"), "inFlight") == 1;
        } catch (std::runtime_error const&) {
            return false;
        }
    });
    ::kill(all.app.pid_of("ob.pid"), SIGKILL);
    eventually("its restart is seen", [&] {
        const auto seen = all.once();
        return number(named(seen, "peers", "ob"), "restarts") == 1 &&
               number(named(seen, "methods", "ob.hang"), "inFlight") == 0;
    });
    CHECK(number(named(all.once(), "methods", "ob.hang"), "errors") == 1);
}

TEST_CASE("without counters there is nothing to see", "[system][top]") {
    temporary_directory folder;
    auto settings = with_plugins("");
    settings.more_options = {"--counters", "off"};
    broker_process broker{folder, settings};
    broker.wait_until_ready();
    CHECK_FALSE(std::filesystem::exists(broker.socket().parent_path() / "counters"));
    runtime_folder nowhere;
    CHECK(run_fairlead(nowhere, {"top", "--once", "--socket", broker.socket().native()}).code == 3);
    CHECK(run_fairlead(nowhere, {"top", "--once"}).code == 3);
}
