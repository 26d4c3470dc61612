// SPDX-License-Identifier: MIT
//
// bindings — several plugins become one wailsjs/, or it is said why not.
#include "cli/generate/bindings.hpp"

#include "tests/support/catch.hpp"

using namespace fairlead::cli::generate;

namespace {

method a_method(std::string name) {
    return {.name = std::move(name), .parameters = {}, .result = {}, .doc = {}};
}

described_type a_type(std::string name, std::string member, std::string doc = {}) {
    described_type type;
    type.package = "main";
    type.name = std::move(name);
    type.doc = doc;
    type.members.push_back({std::move(member), {}, std::move(doc)});
    return type;
}

std::string clash_of(std::vector<manifest> const& plugins) {
    try {
        merge(plugins);
    } catch (clash const& found) {
        return found.what();
    }
    return "none";
}

}  // namespace

TEST_CASE("methods of all plugins stand side by side", "[generate]") {
    const auto all = merge({{"a", {a_method("main.App.One"), a_method("main.App.Two")}, {}},
                            {"b", {a_method("main.App.Three"), a_method("other.App.One")}, {}}});
    CHECK(all.packages.at("main").at("App").size() == 3);
    CHECK(all.packages.at("main").at("App").at("Three").plugin == "b");
    CHECK(all.packages.at("other").at("App").contains("One"));
    CHECK(all.left_out.empty());
}

TEST_CASE("what window.go cannot have is left out and named", "[generate]") {
    const auto all = merge({{"a",
                             {a_method("tools.add"), a_method("a.b.c.d"), a_method("..c"),
                              a_method(":wails.App.Quit"), a_method("fairlead.App.list")},
                             {}}});
    CHECK(all.packages.empty());
    CHECK(all.left_out == std::vector<std::string>{"..c", ":wails.App.Quit", "a.b.c.d",
                                                   "fairlead.App.list", "tools.add"});
}

TEST_CASE("a type that two plugins describe alike is one", "[generate]") {
    const auto all = merge({{"a", {}, {a_type("Person", "name", "In the words of a.")}},
                            {"b", {}, {a_type("Person", "name", "In the words of b.")}}});
    REQUIRE(all.types.at("main").size() == 1);
    CHECK(all.types.at("main").at("Person").doc == "In the words of a.");
}

TEST_CASE("plugins that contradict each other are both named", "[generate]") {
    CHECK(clash_of({{"a", {}, {a_type("Person", "name")}}, {"b", {}, {a_type("Person", "age")}}}) ==
          "the plugins a and b mean different things by the type main.Person: rename one, or bind "
          "it in another package");
    CHECK(clash_of(
              {{"a", {a_method("main.App.Greet")}, {}}, {"b", {a_method("main.App.Greet")}, {}}}) ==
          "the plugins a and b both offer the method main.App.Greet");
}

TEST_CASE("a method cannot choose another folder", "[generate]") {
    const auto all = merge({{"a", {a_method("main.../../x.Greet"), a_method("main...Greet")}, {}}});
    CHECK(all.packages.empty());
    CHECK(all.left_out.size() == 2);
    CHECK_THROWS_WITH(merge({{"a", {a_method("main.a/b.Greet")}, {}}}),
                      "main.a/b.Greet: 'a/b' cannot be the name of a file");
    CHECK_THROWS_AS(merge({{"a", {a_method("main.a\nb.Greet")}, {}}}), bad_manifest);
}
