// SPDX-License-Identifier: MIT
//
// output_test — names as a tree, columns with colours, words of strangers.
#include "cli/inspect/method_tree.hpp"
#include "cli/output/colours.hpp"
#include "cli/output/table.hpp"

#include "tests/support/catch.hpp"

using namespace fairlead::cli;

TEST_CASE("names with dots are a tree, with short branches in one line", "[cli]") {
    const auto lines = inspect::method_tree({"main.App.Sum", "main.App.Greet", "main.App", "tick"});
    CHECK(lines == std::vector<std::string>{"├─ main.App", "│  ├─ Greet", "│  └─ Sum", "└─ tick"});
    CHECK(inspect::method_tree({}).empty());
    CHECK(inspect::method_tree({"a..b"}) == std::vector<std::string>{"└─ a..b"});
}

TEST_CASE("a colour takes no room in a column", "[cli]") {
    const colours on{true}, off{false};
    CHECK(off.bad("x") == "x");
    CHECK(on.bad("x") == "\x1b[31mx\x1b[0m");
    CHECK(on.state("ready") == on.good("ready"));
    CHECK(on.state("stopped") == "stopped");
    table plain{{}}, coloured{{}};
    plain.add({"ready", "1"});
    plain.add({"x", "2"});
    coloured.add({on.good("ready"), "1"});
    coloured.add({"x", "2"});
    CHECK(plain.text() == "ready  1\nx      2\n");
    CHECK(coloured.text() == on.good("ready") + "  1\nx      2\n");
}

TEST_CASE("what would steer the terminal is shown as a question mark", "[cli]") {
    CHECK(readable("a\tb\x1b[2J\n") == "a\tb?[2J?");
    CHECK(readable("grün") == "grün");
}
