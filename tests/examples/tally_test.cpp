// SPDX-License-Identifier: MIT
//
// tally — the example whose back end is written in Python, as `fairlead run` starts it.
#include "tests/support/catch.hpp"
#include "tests/support/paths.hpp"
#include "tests/support/running_app.hpp"

using namespace fairlead::tests;
using Catch::Matchers::Contains;

namespace {

std::string ask(std::string const& method, std::string const& args) {
    runtime_folder where;
    const auto app = (source_root() / "examples/tally").native();
    const auto ended = run_fairlead(where, {"run", app, "--headless"},
                                    R"(C{"name":"main.Tally.)" + method + R"(","args":)" + args +
                                        R"(,"callbackID":"t"})");
    CAPTURE(ended.err);
    REQUIRE(ended.code == 0);
    return ended.out;
}

}  // namespace

TEST_CASE("the tally counts words in any script", "[system][examples]") {
    CHECK(ask("Count", R"(["Ærø's rope,\nthe ROPE – das Tau"])") ==
          R"(c{"result":{"lines":2,"words":6,"letters":21,"common":[{"text":"rope","times":2},)"
          R"({"text":"ærø's","times":1},{"text":"the","times":1},{"text":"das","times":1},)"
          R"({"text":"tau","times":1}]},"error":null,"callbackid":"t"})"
          "\n");
}

TEST_CASE("the tally takes a file's bytes and says how far it is", "[system][examples]") {
    const auto told = ask("CountFile", R"(["log.txt","a25vdCBrbm90"])");  // "knot knot"
    CHECK_THAT(told, Contains(R"(n{"name":"tally/progress","data":["log.txt",0.0]})"));
    CHECK_THAT(told, Contains(R"("common":[{"text":"knot","times":2}])"));
    CHECK_THAT(ask("CountFile", R"(["photo.png","iVBORw=="])"),
               Contains(R"(photo.png is no text in UTF-8)") && Contains(R"("data":{"at":0})"));
}

TEST_CASE("the tally's chart is bytes", "[system][examples]") {
    CHECK_THAT(ask("Chart", R"([[{"text":"<knot>","times":2}]])"),
               Contains(R"("result":"PHN2Zy)"));  // Base64: this host's calls carry no binary.
    CHECK_THAT(ask("Chart", R"([[{"text":"knot","times":"two"}]])"),
               Contains("argument 1[0].times: expected an integer, got a string"));
}
