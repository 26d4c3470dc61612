// SPDX-License-Identifier: MIT
//
// manifest — what is read, and what is said of one that is not as it should be.
#include "cli/generate/manifest.hpp"

#include "tests/support/catch.hpp"

using namespace fairlead::cli::generate;
using kind = value_type::kind;

namespace {

std::string complaint_about(std::string const& json) {
    try {
        parse_manifest(json);
    } catch (bad_manifest const& bad) {
        return bad.what();
    }
    return "none";
}

/// A manifest with one method of this result.
std::string returning(std::string const& type) {
    return R"({"manifest":1,"name":"p","methods":[{"name":"a.B.C","result":)" + type + "}]}";
}

}  // namespace

TEST_CASE("a manifest is read with all that it says", "[generate]") {
    const auto read = parse_manifest(R"({"manifest":1,"name":"p","later":[],
        "methods":[{"name":"main.App.Find","doc":"Looks.","parameters":[
            {"name":"who","type":{"optional":"string"}},{"type":{"array":{"type":"main.Place"}}}],
            "result":{"tuple":["time",{"union":["void",{"record":"bytes"}]}]}}],
        "types":[{"name":"Place","package":"main","kind":"object","doc":"Somewhere.","members":[
            {"name":"x","type":"number","doc":"Right."}]},
            {"name":"Way","package":"main","kind":"enum","values":[{"name":"up","value":"^"}]}]})");
    CHECK(read.plugin == "p");
    REQUIRE(read.methods.size() == 1);
    auto const& method = read.methods[0];
    CHECK(method.name == "main.App.Find");
    CHECK(method.doc == "Looks.");
    REQUIRE(method.parameters.size() == 2);
    CHECK(method.parameters[0].name == "who");
    CHECK(method.parameters[0].type == value_type{kind::optional, {{kind::string, {}, {}}}, {}});
    CHECK(method.parameters[1].name.empty());
    CHECK(method.parameters[1].type ==
          value_type{kind::array, {{kind::named, {}, "main.Place"}}, {}});
    CHECK(method.result ==
          value_type{kind::tuple,
                     {{kind::time, {}, {}},
                      {kind::variant,
                       {{kind::nothing, {}, {}}, {kind::record, {{kind::bytes, {}, {}}}, {}}},
                       {}}},
                     {}});
    REQUIRE(read.types.size() == 2);
    CHECK(read.types[0].full_name() == "main.Place");
    CHECK(read.types[0].doc == "Somewhere.");
    CHECK(read.types[0].members == std::vector<member>{{"x", {kind::number, {}, {}}, "Right."}});
    CHECK(read.types[1].what == described_type::kind::enumeration);
    CHECK(read.types[1].values == std::vector<enumerator>{{"up", "^", ""}});
}

TEST_CASE("what is wrong with a manifest is said, and where", "[generate]") {
    CHECK_THAT(complaint_about("Hello"), Catch::Matchers::StartsWith("not JSON: "));
    CHECK(complaint_about("[]") == "must be an object");
    CHECK(complaint_about(R"({"name":"p"})") ==
          R"("manifest" is not 1: the plugin was built with another version of the SDK)");
    CHECK(complaint_about(R"({"manifest":1,"name":"p"})") == "methods: is missing");
    CHECK(complaint_about(R"({"manifest":1,"name":"p","methods":[{"name":7}]})") ==
          "methods[0].name: must be a string");
    CHECK(complaint_about(returning(R"("int")")) ==
          "methods[0].result: 'int' is no type that this fairlead knows");
    CHECK(complaint_about(returning(R"({"array":{"list":"any"}})")) ==
          "methods[0].result.array: 'list' is no type that this fairlead knows");
    CHECK(complaint_about(returning(R"({"array":"any","record":"any"})")) ==
          "methods[0].result: a type must have exactly one key");
    CHECK(complaint_about(returning(R"({"union":[]})")) ==
          "methods[0].result.union: must not be empty");
    CHECK(complaint_about(returning(R"({"array":{"type":"main.Nowhere"}})")) ==
          "a.B.C: its type main.Nowhere is not described");
    CHECK(complaint_about(R"({"manifest":1,"name":"p","methods":[],"types":[
        {"name":"A","package":"m","kind":"class"}]})") ==
          "types[0].kind: 'class' is neither object nor enum");
    CHECK(complaint_about(R"({"manifest":1,"name":"p","methods":[],"types":[
        {"name":"A","package":"m","kind":"enum","values":[]},
        {"name":"A","package":"m","kind":"enum","values":[]}]})") ==
          "types: m.A is described twice");
    std::string deep = R"("any")";
    for (int i = 0; i < 100; ++i) deep = R"({"array":)" + deep + '}';
    CHECK_THAT(complaint_about(returning(deep)),
               Catch::Matchers::EndsWith("too many types within types") ||
                   Catch::Matchers::StartsWith("not JSON"));
}
