// SPDX-License-Identifier: MIT
//
// bindings — the broker's list of names as the tree that window.go is made of.
#include "tests/support/catch.hpp"
#include "webview-host/bridge/bindings.hpp"
#include "webview-host/bridge/bindings_cache.hpp"

#include <vector>

using namespace fairlead::host;

TEST_CASE("names of three parts become package, struct and method, in order", "[bindings]") {
    CHECK(bindings_from_methods(R"([
        {"name":"main.App.Greet","peer":"greeter"}, {"name":"files.Store.Open","peer":"files"},
        {"name":"main.App.Fail","peer":"greeter"}, {"name":"main.Clock.Now","peer":"greeter"}])") ==
          R"({"files":{"Store":{"Open":{}}},)"
          R"("main":{"App":{"Fail":{},"Greet":{}},"Clock":{"Now":{}}}})");
}

TEST_CASE("names that are no package.Struct.Method are left out", "[bindings]") {
    CHECK(bindings_from_methods(R"([
        {"name":":wails:Environment"}, {"name":":wails:a.b.c"}, {"name":"fairlead.methods"},
        {"name":"fairlead.dialog.open-file"},
        {"name":"plain"}, {"name":"a.b.c.d"}, {"name":"a..c"}, {"name":".b.c"},
        {"name":"a.b."}])") == "{}");
    CHECK(bindings_from_methods("[]") == "{}");
}

TEST_CASE("names are data, whatever they spell", "[bindings]") {
    CHECK(bindings_from_methods(R"([{"name":"a.\"b.'c"}])") == R"({"a":{"\"b":{"'c":{}}}})");
}

TEST_CASE("a list that is none gives nothing", "[bindings]") {
    CHECK(bindings_from_methods("{}").empty());
    CHECK(bindings_from_methods("nonsense").empty());
    CHECK(bindings_from_methods(R"([{"peer":"x"}])").empty());
}

TEST_CASE("a page is served with what is known when the broker does not say", "[bindings]") {
    bindings_cache::answer next;
    std::vector<std::string> complaints;
    bindings_cache cache{[&](auto done) { done(next); },
                         [&](std::string_view sentence) { complaints.emplace_back(sentence); }};
    CHECK(cache.json() == "{}");
    int served = 0;
    next = {true, R"([{"name":"main.App.Greet"}])", {}};
    cache.refresh([&] { ++served; });
    CHECK(cache.json() == R"({"main":{"App":{"Greet":{}}}})");
    CHECK(complaints.empty());
    next = {false, {}, "no answer within 10000 ms"};
    cache.refresh([&] { ++served; });
    next = {true, "nonsense", {}};
    cache.refresh([&] { ++served; });
    CHECK(cache.json() == R"({"main":{"App":{"Greet":{}}}})");
    CHECK(served == 3);
    REQUIRE(complaints.size() == 2);
    CHECK(complaints[0].find("no answer within 10000 ms") != std::string::npos);
}
