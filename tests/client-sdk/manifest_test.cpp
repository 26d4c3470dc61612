// SPDX-License-Identifier: MIT
//
// manifest — what `--describe` prints: methods, and the types that go in and out.
#include "client-sdk/src/manifest.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/mapped_types.hpp"

using namespace fairlead;
using Catch::Matchers::Contains;

namespace other {

struct Person {
    int id = 0;
};
BOOST_DESCRIBE_STRUCT(Person, (), (id))

template <class T>
struct Page {
    struct part {};
    std::vector<T> items;
};
BOOST_DESCRIBE_STRUCT(Page<mapped::Box>, (), (items))

}  // namespace other

namespace {

struct nameless {};

template <class Signature>
method named(std::string name) {
    return make_method<Signature>(std::move(name), [](auto&&...) {
        using result = typename detail::signature<Signature>::shape::result;
        if constexpr (!std::is_void_v<result>) return result{};
    });
}

std::string described(std::vector<method> methods, manifest::words const& said = {}) {
    return manifest::describe("notes", methods, said);
}

/// The word for T.
template <class T>
std::string word() {
    const json::catalogue::vocabulary nothing_said;
    json::catalogue types{nothing_said};
    return json::describe<T>(types);
}

}  // namespace

TEST_CASE("each mapped type has a word in the manifest", "[manifest]") {
    using namespace mapped;
    CHECK(word<bool>() == R"("boolean")");
    CHECK(word<int const&>() == R"("integer")");
    CHECK(word<double>() == R"("number")");
    CHECK(word<char>() == R"("string")");
    CHECK(word<std::string_view>() == R"("string")");
    CHECK(word<uint64_text>() == R"("bigint")");
    CHECK(word<bytes>() == R"("bytes")");
    CHECK(word<std::vector<std::byte>>() == R"("base64")");
    CHECK(word<std::chrono::system_clock::time_point>() == R"("time")");
    CHECK(word<std::chrono::milliseconds>() == R"("duration")");
    CHECK(word<raw_json>() == R"("any")");
    CHECK(word<void>() == R"("void")");
    CHECK(word<std::vector<bool>>() == R"({"array":"boolean"})");
    CHECK(word<std::set<std::string>>() == R"({"array":"string"})");
    CHECK(word<std::array<int, 2>>() == R"({"array":"integer"})");
    CHECK(word<std::pair<int, std::string>>() == R"({"tuple":["integer","string"]})");
    CHECK(word<std::map<Colour, int>>() == R"({"record":"integer"})");
    CHECK(word<std::shared_ptr<int>>() == R"({"optional":"integer"})");
    CHECK(word<std::variant<bool, std::vector<int>>>() ==
          R"({"union":["boolean",{"array":"integer"}]})");
    CHECK(word<std::variant<std::monostate, bool, int>>() ==
          R"({"optional":{"union":["boolean","integer"]}})");
    CHECK(word<Money>() == R"("string")");
}

TEST_CASE("a manifest lists methods in their order, and types after what they are made of",
          "[manifest]") {
    CHECK(described({named<mapped::Person(int)>("main.Get"),
                     named<void(mapped::Colour, std::optional<mapped::Person>)>("main.Put"),
                     named<void()>("fairlead.before-close"), named<bytes()>("alone")}) ==
          R"({"manifest":1,"name":"notes","methods":[)"
          R"({"name":"main.Get","parameters":[{"type":"integer"}],)"
          R"("result":{"type":"main.Person"}},)"
          R"({"name":"main.Put","parameters":[{"type":{"type":"main.Colour"}},)"
          R"({"type":{"optional":{"type":"main.Person"}}}],"result":"void"},)"
          R"({"name":"alone","parameters":[],"result":"bytes"}],"types":[)"
          R"({"name":"Address","package":"main","kind":"object","members":[)"
          R"({"name":"street","type":"string"},{"name":"number","type":{"optional":"integer"}}]},)"
          R"({"name":"Colour","package":"main","kind":"enum","values":[)"
          R"({"name":"red","value":"red"},{"name":"green","value":"green"},)"
          R"({"name":"blue","value":"blue"}]},)"
          R"({"name":"Person","package":"main","kind":"object","members":[)"
          R"({"name":"age","type":"integer"},{"name":"name","type":"string"},)"
          R"({"name":"home","type":{"optional":{"type":"main.Address"}}},)"
          R"({"name":"others","type":{"array":{"type":"main.Address"}}},)"
          R"({"name":"favourite","type":{"type":"main.Colour"}}]}]})");
}

TEST_CASE("a type that holds itself is described once", "[manifest]") {
    CHECK_THAT(described({named<mapped::Tree()>("a.b.C")}),
               Contains(R"("types":[{"name":"Tree","package":"a.b","kind":"object","members":[)"
                        R"({"name":"label","type":"string"},)"
                        R"({"name":"children","type":{"array":{"type":"a.b.Tree"}}}]}])"));
}

TEST_CASE("docs and the names of parameters are carried, and nothing that is not there",
          "[manifest]") {
    manifest::words said;
    said.methods = {{"main.Draw", {.doc = "Draws \"it\".", .parameters = {"circle"}}}};
    said.types[typeid(mapped::Circle)] = {.doc = "Round.", .members = {{"radius", "In metres."}}};
    CHECK(described({named<int(mapped::Circle, int)>("main.Draw")}, said) ==
          R"({"manifest":1,"name":"notes","methods":[{"name":"main.Draw","parameters":[)"
          R"({"name":"circle","type":{"type":"main.Circle"}},{"type":"integer"}],)"
          R"("result":"integer","doc":"Draws \"it\"."}],"types":[)"
          R"({"name":"Circle","package":"main","kind":"object","doc":"Round.","members":[)"
          R"({"name":"radius","type":"number","doc":"In metres."}]}]})");

    CHECK_THROWS_WITH(described({named<void()>("main.Draw")}, said),
                      "describe: main.Draw has 0 parameters, not 1");
    said.methods = {{"main.Darw", {}}};
    CHECK_THROWS_WITH(described({named<void()>("main.Draw")}, said),
                      "describe: there is no method main.Darw");
    said.methods.clear();
    said.types[typeid(mapped::Circle)] = {.members = {{"radios", "?"}}};
    CHECK_THROWS_WITH(described({named<void(mapped::Circle)>("main.Draw")}, said),
                      "describe: mapped::Circle has no member radios");
}

TEST_CASE("two types that would have one name are refused, and both named", "[manifest]") {
    const std::vector one_package{named<mapped::Person()>("main.A"),
                                  named<other::Person()>("main.B")};
    CHECK_THROWS_WITH(described(one_package),
                      "two types would be main.Person in the front end: mapped::Person and "
                      "other::Person; say describe<…>({.name = \"…\"}) of one of them, or bind it "
                      "in another package");
    manifest::words said;
    said.types[typeid(other::Person)] = {.name = "Id"};
    CHECK_THAT(described(one_package, said), Contains(R"({"name":"Id","package":"main")"));
    CHECK_NOTHROW(described({named<mapped::Person()>("main.A"), named<other::Person()>("else.B")}));
}

TEST_CASE("a type is called as in C++, without where it lives, and with a template's arguments",
          "[manifest]") {
    struct local {};
    CHECK(json::short_type_name(typeid(mapped::Box)) == "Box");
    CHECK(json::short_type_name(typeid(nameless)) == "nameless");
    CHECK(json::short_type_name(typeid(local)) == "local");
    CHECK(json::short_type_name(typeid(other::Page<mapped::Box>)) == "Page_Box");
    CHECK(json::short_type_name(typeid(other::Page<nameless>::part)) == "part");
}
