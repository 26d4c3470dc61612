// SPDX-License-Identifier: MIT
//
// command_line, json_style, table — what the tool understands and how it prints.
#include "cli/command_line.hpp"
#include "cli/commands/commands.hpp"
#include "cli/exit_code.hpp"
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

TEST_CASE("bench measures a page where it is asked to", "[cli]") {
    const auto page = parse("bench", "--page", "--json", "x.json");
    CHECK(std::get<bench_command>(page).page);
    CHECK(std::get<bench_command>(page).json_file == "x.json");
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
}

TEST_CASE("errors of the wire have exit codes of their own", "[cli]") {
    CHECK(exit_code_of(fairlead::errc::denied) == exit_code::denied);
    CHECK(exit_code_of(fairlead::errc::timeout) == exit_code::timeout);
    CHECK(exit_code_of(fairlead::errc::no_such_method) == exit_code::not_found);
    CHECK(exit_code_of(fairlead::errc::app_error) == exit_code::failure);
}
