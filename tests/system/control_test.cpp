// SPDX-License-Identifier: MIT
//
// control_test — the commands that look at a running app, as a user types them.
#include "tests/support/catch.hpp"
#include "tests/support/paths.hpp"
#include "tests/support/running_app.hpp"

#include <boost/json.hpp>

#include <csignal>

using namespace fairlead::tests;
using Catch::Matchers::Contains;
namespace json = boost::json;

TEST_CASE("tree, introspect, status and limits say what is there", "[system][control]") {
    runtime_folder where;
    running_app app{where};
    const auto said = [&](std::vector<std::string> args) {
        const auto ended = run_fairlead(where, std::move(args));
        CAPTURE(ended.err);
        CHECK(ended.code == 0);
        CHECK(ended.out.find('\x1b') == std::string::npos);  // It is no terminal.
        return ended.out;
    };
    const auto tree = said({"tree", "greeter"});
    CHECK_THAT(tree, Contains("greeter\n└─ main.App\n") && Contains("   ├─ Greet\n"));
    CHECK(tree.find("fairlead.list") == std::string::npos);
    CHECK_THAT(said({"tree"}), Contains("fairlead\n└─ fairlead\n"));

    const auto greeter = said({"introspect", "greeter"});
    CHECK_THAT(greeter, Contains("plugin greeter (session ") && Contains("SIGNATURE"));
    CHECK_THAT(greeter, Contains("main.App.Sum") && Contains(": Array<number>): number"));
    CHECK(said({"introspect", "greeter", "--no-legend"}).find("SIGNATURE") == std::string::npos);
    const auto peers = json::parse(said({"--json=short", "introspect", "greeter"}));
    CHECK(peers.at(0).at("signatures").as_object().contains("main.App.Greet"));

    CHECK_THAT(said({"status", "greeter"}), Contains("state          ready"));
    const auto host = json::parse(said({"list", "--json=short"})).at("peers").as_array();
    std::string name;
    for (auto const& one : host)
        if (one.at("role").as_string() == "host") name = one.at("name").as_string();
    CHECK_THAT(said({"status", name}), Contains("role           host"));

    CHECK_THAT(said({"limits"}),
               Contains("QUEUE BYTES") && Contains("greeter") && Contains("/65536"));
    const auto limits = json::parse(said({"limits", "--json=short"}));
    CHECK(limits.at("broker").at("sessions").at("bound").to_number<int>() == 1'024);

    for (auto const& args : std::vector<std::vector<std::string>>{{"introspect", "nobody"},
                                                                  {"status", "nobody"},
                                                                  {"tree", "nobody"},
                                                                  {"limits", "nobody"},
                                                                  {"log", "nobody"}}) {
        const auto ended = run_fairlead(where, args);
        CAPTURE(args.front(), ended.out, ended.err);
        CHECK(ended.code == 6);
        CHECK_THAT(ended.err, Contains("nobody"));
    }
}

TEST_CASE("log shows what a plugin said, and follows it through its end", "[system][control]") {
    runtime_folder where;
    running_app app{where};
    const auto before = app.plugin_pid();
    child following{{program("fairlead"), {"log", "-f", "greeter"}, where.environment()}};
    ::kill(before, SIGKILL);
    const auto line = following.read_line_with("ended: ");
    CHECK_THAT(line, Contains("fairlead: pid " + std::to_string(before)) && Contains("signal 9"));
    // Later, and without waiting.
    CHECK_THAT(run_fairlead(where, {"log", "greeter"}).out, Contains(line));
    const auto one = run_fairlead(where, {"log", "-n", "1", "--json=short", "greeter"});
    CHECK(json::parse(one.out).at("pid").to_number<int>() == 0);
    following.signal(SIGINT);
    CHECK(following.wait() == 128 + SIGINT);
}
