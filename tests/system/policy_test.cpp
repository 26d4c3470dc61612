// SPDX-License-Identifier: MIT
//
// policy — `fairlead policy check`, `explain` and `learn`, with the greeter's plugin.
#include "tests/support/catch.hpp"
#include "tests/support/paths.hpp"
#include "tests/support/running_app.hpp"
#include "tests/support/temporary_directory.hpp"

#include <boost/json.hpp>

#include <csignal>
#include <fstream>
#include <iterator>

using namespace fairlead::tests;
using Catch::Matchers::Contains;
namespace json = boost::json;

namespace {

std::string text_of(std::filesystem::path const& file) {
    std::ifstream in{file};
    return {std::istreambuf_iterator<char>{in}, {}};
}

struct policy_app {
    explicit policy_app(std::string const& permissions) {
        folder.write("app/frontend/index.html", "<p>");
        write(permissions);
    }
    void write(std::string const& permissions) {
        folder.write("app/wails.json",
                     R"({ "name": "policy-test", "assetdir": "frontend",
  "fairlead": { "plugins": [ { "name": "greeter", "exec": "greeter-plugin" } ])" +
                         (permissions.empty() ? "" : ",\n    \"permissions\": " + permissions) +
                         " } }\n");
    }
    std::string dir() const { return (folder.path() / "app").native(); }
    std::string config() const { return text_of(folder.path() / "app/wails.json"); }

    outcome policy(std::vector<std::string> args) {
        args.insert(args.begin(), "policy");
        return run_fairlead(where, std::move(args));
    }
    /// Lines for the headless page; its answers, when it has ended.
    outcome run(std::vector<std::string> args, std::vector<std::string> const& lines) {
        child one{{program("fairlead"), std::move(args), where.environment()}};
        std::string answers;
        for (auto const& line : lines) {
            one.write_line(line);
            if (line.starts_with('C')) answers += one.read_line_with("callbackid") + '\n';
        }
        one.close_input();
        answers += one.read_all();
        const int code = one.wait();
        return {code, answers, one.errors()};
    }

    temporary_directory folder;
    runtime_folder where;
};

constexpr auto greet = R"(C{"name":"main.App.Greet","args":["Ada"],"callbackID":"g"})";
constexpr auto echo = R"(C{"name":"main.App.Echo","args":["x"],"callbackID":"e"})";

}  // namespace

TEST_CASE("policy check says what is wrong and what is odd", "[system][policy]") {
    policy_app app{R"({"page":{"call":["main.App.Greet"]}})"};
    const auto fine = app.policy({"check", app.dir(), "--strict"});
    CHECK(fine.code == 0);
    CHECK_THAT(fine.out, Contains("1 rules, 0 warnings"));

    app.write(R"({"page":{"call":["main.*","main.App.Greet","main.App.Grete","!main.App.E*",)"
              R"("main.App.Echo","fairlead.dialog.*"]}})");
    const auto odd = app.policy({"check", app.dir()});
    CHECK(odd.code == 0);
    CHECK_THAT(odd.out,
               Contains(R"(call[1]: "main.App.Greet" adds nothing to "main.*")") &&
                   Contains("call[2]: no plugin offers 'main.App.Grete'") &&
                   Contains(R"(call[4]: "main.App.Echo" allows nothing: "!main.App.E*" refuses)") &&
                   Contains(R"("fairlead.dialog.*" allows nothing: it is for plugins)"));
    CHECK(app.policy({"check", app.dir(), "--strict"}).code == 1);

    app.write(R"({"page":{"calls":[]}})");
    const auto wrong = app.policy({"check", app.dir()});
    CHECK(wrong.code == 1);
    CHECK_THAT(wrong.err, Contains("wails.json: fairlead.permissions[\"page\"].calls: is none of"));
    const auto start = app.run({"run", app.dir(), "--headless"}, {});
    CHECK(start.code == 1);
    CHECK_THAT(start.err, Contains("fairlead.permissions[\"page\"].calls: is none of"));
}

TEST_CASE("policy explain answers with the rule and the line", "[system][policy]") {
    policy_app app{R"({"page":{"call":["@greeter","!main.App.Slow"]},"tool":{"hear":["a"]}})"};
    const auto ask = [&](std::string const& subject, std::string const& action,
                         std::string const& name) {
        return app.policy({"explain", app.dir(), subject, action, name});
    };
    const auto yes = ask("page", "call", "main.App.Greet");
    CHECK(yes.code == 0);
    CHECK(yes.out == "allowed\nrule     permissions[\"page\"].call allows \"@greeter\"\n");
    const auto no = ask("tool", "hear", "b");
    CHECK(no.code == 4);
    CHECK(no.out == "denied\nrule     permissions[\"tool\"].hear does not list it\n"
                    "remedy   add \"b\" to fairlead.permissions[\"tool\"].hear in wails.json\n"
                    "line     \"tool\": { \"hear\": [\"a\", \"b\"] }\n");
    CHECK(ask("page", "call", "main.App.Slow").code == 4);
    CHECK(ask("page", "call", "fairlead.dialog.open-file").code == 4);
    CHECK(ask("plugin greeter", "call", "anything").code == 0);
    CHECK(ask("page https://evil.net", "hear", "a").code == 4);
    CHECK_THAT(ask("pages", "call", "x").err, Contains("'pages' is no subject"));
    CHECK(app.policy({"explain", "page", "call"}).code == 2);
}

TEST_CASE("a rule holds in a run, and the broker says what it refused", "[system][policy]") {
    policy_app app{R"({"page":{"call":["main.App.Greet"]}})"};
    const auto ran = app.run({"run", app.dir(), "--headless"}, {greet, echo, greet});
    INFO(ran.err);
    CHECK(ran.code == 0);
    CHECK_THAT(ran.out, Contains("Hello Ada") && Contains(R"("code":"denied")") &&
                            Contains("may not call 'main.App.Echo'"));
    CHECK_THAT(ran.err, Contains("[policy] denied:") && Contains("'main.App.Echo'"));
}

TEST_CASE("policy learn writes what a run needed, and no more", "[system][policy]") {
    policy_app app{""};
    const auto before = app.config();
    const auto learnt = app.run({"policy", "learn", app.dir(), "--headless", "--write"},
                                {greet, R"(EE{"name":"opened","data":[]})", echo});
    INFO(learnt.err);
    REQUIRE(learnt.code == 0);
    const auto config = json::parse(app.config());
    CHECK(json::serialize(config.at("fairlead").at("permissions").at("page").at("call")) ==
          R"(["main.App.Echo","main.App.Greet"])");
    CHECK(json::serialize(config.at("fairlead").at("permissions").at("page").at("emit")) ==
          R"(["opened"])");
    CHECK(json::serialize(config.at("fairlead").at("plugins")) ==
          json::serialize(json::parse(before).at("fairlead").at("plugins")));
    CHECK(app.policy({"check", app.dir(), "--strict"}).code == 0);

    const auto again = app.run({"run", app.dir(), "--headless"},
                               {greet, R"(C{"name":"main.App.Slow","args":[1],"callbackID":"s"})"});
    CHECK_THAT(again.out, Contains("Hello Ada") && Contains(R"("code":"denied")"));
    // With the rules in force it learns the same.
    const auto third =
        app.run({"policy", "learn", app.dir(), "--headless", "-o", app.folder.path() / "out.json"},
                {greet, R"(EE{"name":"opened","data":[]})", echo});
    CHECK(third.code == 0);
    CHECK(json::parse(text_of(app.folder.path() / "out.json")) ==
          config.at("fairlead").at("permissions"));
}

TEST_CASE("a recording is whole at any time, also when everything is killed", "[system][policy]") {
    policy_app app{""};
    child run{{program("fairlead"),
               {"policy", "learn", app.dir(), "--headless"},
               app.where.environment()}};
    run.write_line(greet);
    run.read_line_with("callbackid");
    const auto recording = app.where.path() / "fairlead/policy-test/recording.json";
    eventually("it is on the disk",
               [&] { return text_of(recording).find("main.App.Greet") != std::string::npos; });
    run.signal(SIGKILL);
    run.wait();
    const auto learnt =
        app.policy({"learn", app.dir(), "--from", recording.native(), "--with-tools"});
    CHECK(learnt.code == 0);
    CHECK(json::serialize(json::parse(learnt.out).at("page").at("call")) ==
          R"(["main.App.Greet"])");
    CHECK(app.policy({"learn", app.dir(), "--from", "/nowhere"}).code == 1);
}
