// SPDX-License-Identifier: MIT
//
// command_line, json_style, table — what the tool understands and how it prints.
#include "cli/bench/stamped_event.hpp"
#include "cli/command_line.hpp"
#include "cli/commands/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/output/json_figures.hpp"
#include "cli/output/table.hpp"

#include "tests/support/catch.hpp"

using namespace fairlead::cli;

namespace {

template <class... Args>
any_command parse(Args... args) {
    std::string texts[] = {"fairlead", args...};
    std::vector<char*> argv;
    for (auto& text : texts) argv.push_back(text.data());
    return parse_command_line(static_cast<int>(argv.size()), argv.data());
}

}  // namespace

TEST_CASE("run takes a folder and one way to show itself", "[cli]") {
    CHECK(std::get<run_command>(parse("run")).app_dir == ".");
    CHECK(std::get<run_command>(parse("run", "app", "--headless")).headless);
    CHECK(std::get<run_command>(parse("run", "--demo", "x.png")).demo_png == "x.png");
    CHECK_THROWS_AS(parse("run", "--headless", "--automation"), command_failed);
    CHECK_THROWS_AS(parse("run", "--headless", "--demo", "x.png"), command_failed);
}

TEST_CASE("plugins have verbs", "[cli]") {
    CHECK(std::get<plugin_command>(parse("status")).name.empty());
    const auto reload = std::get<plugin_command>(parse("reload", "notes", "--timeout", "3"));
    CHECK(reload.verb == "reload");
    CHECK(reload.name == "notes");
    CHECK(reload.common.to.timeout == std::chrono::milliseconds{3'000});
    CHECK_THROWS_AS(parse("stop"), command_failed);
}

TEST_CASE("what all commands to a running app take stands before or behind them", "[cli]") {
    const auto before = std::get<list_command>(parse("--app", "x", "--json=short", "list"));
    CHECK(before.common.to.app == "x");
    CHECK(before.common.json == json_style::short_);
    const auto behind = std::get<inspect_command>(parse("introspect", "notes", "--no-legend"));
    CHECK(behind.verb == "introspect");
    CHECK(behind.name == "notes");
    CHECK_FALSE(behind.common.legend);
    CHECK(std::get<inspect_command>(parse("tree")).name.empty());
    CHECK(std::get<inspect_command>(parse("limits", "notes")).verb == "limits");
    CHECK_THROWS_AS(parse("introspect"), command_failed);
    CHECK_THROWS_AS(parse("--app", "x", "init", "-n", "demo"), command_failed);
}

TEST_CASE("log takes a plugin, and follows it if asked", "[cli]") {
    const auto log = std::get<log_command>(parse("log", "-f", "-n", "3", "notes"));
    CHECK(log.name == "notes");
    CHECK(log.follow);
    CHECK(log.lines == 3);
    CHECK_THROWS_AS(parse("log"), command_failed);
}

TEST_CASE("doctor takes a folder, or none", "[cli]") {
    CHECK(std::get<doctor_command>(parse("doctor")).app_dir.empty());
    CHECK(std::get<doctor_command>(parse("doctor", "app", "--json")).app_dir == "app");
    CHECK(std::get<doctor_command>(parse("doctor", "--json")).json);
}

TEST_CASE("generate module takes a folder", "[cli]") {
    CHECK(std::get<generate_command>(parse("generate", "module")).app_dir == ".");
    const auto checked = std::get<generate_command>(parse("generate", "module", "app", "--check"));
    CHECK(checked.app_dir == "app");
    CHECK(checked.check);
    CHECK_THROWS_AS(parse("generate"), command_failed);
}

TEST_CASE("init and build take Wails' letters", "[cli]") {
    const auto init = std::get<init_command>(parse("init", "-n", "demo", "-t", "react-ts"));
    CHECK(init.name == "demo");
    CHECK(init.from == "react-ts");
    CHECK(std::get<init_command>(parse("init", "-l")).list);
    CHECK(std::get<init_command>(parse("init", "-n", "demo")).from == "vanilla");
    const auto build = std::get<build_command>(parse("build", "app", "--clean", "-s"));
    CHECK(build.app_dir == "app");
    CHECK(build.clean);
    CHECK(build.skip_frontend);
    CHECK_FALSE(build.verbose);
}

TEST_CASE("bench measures a page where it is asked to", "[cli]") {
    const auto page = parse("bench", "--page", "--json", "x.json");
    CHECK(std::get<bench_command>(page).page);
    CHECK(std::get<bench_command>(page).json_file == "x.json");
    CHECK(std::get<bench_command>(page).rounds == 5);
    CHECK(std::get<bench_command>(parse("bench", "--page", "--rounds", "9")).rounds == 9);
    CHECK_THROWS_AS(parse("bench", "--rounds", "9"), command_failed);
    CHECK(std::get<bench_command>(parse("bench", "--watched", "--rounds", "9")).sizes.empty());
    CHECK_THROWS_AS(parse("bench", "--page", "--rounds", "0"), command_failed);
    CHECK_FALSE(std::get<bench_command>(parse("bench")).page);
}

TEST_CASE("call takes a method and JSON arguments", "[cli]") {
    const auto call = std::get<call_command>(parse(
        "call", "main.App.Add", "-1", "[2]", "--json=pretty", "--timeout", "1.5", "--app", "a"));
    CHECK(call.method == "main.App.Add");
    CHECK(call.args == std::vector<std::string>{"-1", "[2]"});
    CHECK(call.common.json == json_style::pretty);
    CHECK(call.common.to.timeout == std::chrono::milliseconds{1'500});
    CHECK(call.common.to.app == "a");
}

TEST_CASE("a wrong command line is a usage error", "[cli]") {
    for (auto const& parse_one : std::vector<std::function<void()>>{
             [] { parse(); }, [] { parse("nope"); }, [] { parse("call"); },
             [] { parse("list", "--json=loud"); }, [] { parse("call", "m", "--timeout", "-1"); },
             [] { parse("call", "m", "--nope"); }}) {
        try {
            parse_one();
            FAIL("no error");
        } catch (command_failed const& failed) {
            CHECK(failed.code() == exit_code::usage);
        }
    }
}

TEST_CASE("an argument that is not JSON is named, with the likely cure", "[cli]") {
    CHECK(json_array({"1", "\"x\"", "{}"}) == R"([1,"x",{}])");
    CHECK_THROWS_WITH(json_array({"1", "Ada"}),
                      R"(argument 2 is not JSON: Ada (a string needs its own quotes: '"Ada"'))");
}

TEST_CASE("JSON is printed as asked", "[cli]") {
    CHECK(styled("{\"a\": [1, {}]}", json_style::off) == "{\"a\": [1, {}]}");
    CHECK(styled("{\"a\": [1, {}]}", json_style::short_) == R"({"a":[1,{}]})");
    CHECK(styled("{\"a\":[1,{}],\"b\":\"x\"}", json_style::pretty) ==
          "{\n  \"a\": [\n    1,\n    {}\n  ],\n  \"b\": \"x\"\n}");
}

TEST_CASE("columns line up, and a legend is optional", "[cli]") {
    table with{{"A", "LONG"}};
    with.add({"wide cell", "x"});
    CHECK(with.text() == "A          LONG\nwide cell  x\n");
    table without{{}};
    without.add({"a", "b"});
    CHECK(without.text() == "a  b\n");
    table signs{{"×", "b"}};
    signs.add({"1", "2"});
    CHECK(signs.text() == "×  b\n1  2\n");
}

TEST_CASE("errors of the wire have exit codes of their own", "[cli]") {
    CHECK(exit_code_of(fairlead::errc::denied) == exit_code::denied);
    CHECK(exit_code_of(fairlead::errc::timeout) == exit_code::timeout);
    CHECK(exit_code_of(fairlead::errc::no_such_method) == exit_code::not_found);
    CHECK(exit_code_of(fairlead::errc::app_error) == exit_code::failure);
}

TEST_CASE("a special measurement is made alone, unless sizes are asked for, too", "[cli]") {
    const auto alone = std::get<bench_command>(parse("bench", "--crowd"));
    CHECK(alone.crowd);
    CHECK(alone.sizes.empty());
    CHECK(std::get<bench_command>(parse("bench", "--paused")).sizes.empty());
    const auto both = std::get<bench_command>(parse("bench", "--paused", "--size", "64,1K"));
    CHECK(both.paused);
    CHECK(both.sizes == std::vector<std::size_t>{64, 1'024});
    CHECK(std::get<bench_command>(parse("bench", "--beside")).beside);
    CHECK(std::get<bench_command>(parse("bench", "--permissions")).permissions);
    CHECK(std::get<bench_command>(parse("bench", "--permissions")).sizes.empty());
    CHECK(std::get<bench_command>(parse("bench", "--beside")).sizes.empty());
    CHECK(std::get<bench_command>(parse("bench", "--kills", "20")).kills == 20);
    const auto usual = std::get<bench_command>(parse("bench", "--kills", "--json", "x.json"));
    CHECK(usual.kills == 200);
    CHECK(usual.sizes.empty());
    CHECK(std::get<bench_command>(parse("bench")).kills == 0);
    CHECK_THROWS_AS(parse("bench", "--kills", "0"), command_failed);
    CHECK_FALSE(std::get<bench_command>(parse("bench")).sizes.empty());
    CHECK(std::get<bench_subscriber_command>(parse("bench-subscriber", "s")).socket == "s");
}

TEST_CASE("figures have as many digits as they mean", "[cli]") {
    CHECK(figure(1.0 / 3) == "0.333");
    CHECK(figure(17) == "17");
    CHECK(figure(1e6) == "1000000");
    CHECK(figure(0.0004) == "0");
    CHECK(figure(-0.0004) == "0");
    CHECK(figure(2'468'013.5791) == "2468013.579");
    CHECK(figure(1.0 / 0.0) == "null");
    json_figures inner;
    inner.add("n", std::uint64_t{3});
    CHECK(json_figures{}
              .add("a \"name\"", std::string_view{"x"})
              .add("none", std::vector<json_figures>{})
              .add("some", {inner, inner})
              .text() == R"({"a \"name\"":"x","none":[],"some":[{"n":3},{"n":3}]})");
}

TEST_CASE("a stamped event is 64 bytes of JSON and comes back as it was", "[cli]") {
    const stamped_event sent{.number = 120, .emitted_at = std::chrono::nanoseconds{987'654'321}};
    const auto json = sent.as_json();
    const std::string text{json.data(), json.size()};
    CHECK(text == R"([         120,           987654321,"xxxxxxxxxxxxxxxxxxxxxxxxxx"])");
    const auto heard = stamped_event::parse(text);
    REQUIRE(heard);
    CHECK(heard->number == 120);
    CHECK(heard->emitted_at == sent.emitted_at);
    for (const std::size_t changed : {0u, 5u, 20u, 40u, 63u}) {
        auto damaged = text;
        damaged[changed] = '?';
        CHECK_FALSE(stamped_event::parse(damaged));
    }
    CHECK_FALSE(stamped_event::parse(text.substr(1)));
}

TEST_CASE("policy explain takes a question, and a folder before it", "[cli]") {
    const auto here = std::get<policy_command>(parse("policy", "explain", "page", "call", "a.b"));
    CHECK(here.verb == "explain");
    CHECK(here.app_dir == ".");
    CHECK(here.subject == "page");
    const auto there = std::get<policy_command>(
        parse("policy", "explain", "app", "plugin notes", "hear", "saved"));
    CHECK(there.app_dir == "app");
    CHECK(there.subject == "plugin notes");
    CHECK(there.action == "hear");
    CHECK(there.name == "saved");
    CHECK_THROWS_AS(parse("policy", "explain", "page", "call"), command_failed);
    CHECK_THROWS_AS(parse("policy"), command_failed);
    CHECK_THROWS_AS(parse("policy", "learn", "--write", "-o", "x"), command_failed);
    CHECK(std::get<policy_command>(parse("policy", "check", "app", "--strict")).strict);
}
