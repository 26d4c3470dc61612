// SPDX-License-Identifier: MIT
//
// wails_style — it answers as the echo plugin does, or a comparison would be none.
#include "tests/support/catch.hpp"
#include "webview-host/bridge/wails_style.hpp"

using namespace fairlead::host;

namespace {

std::string answer(std::string const& method, std::string const& args) {
    return wails_style_answer("C{\"name\":\"bench.Echo." + method + "\",\"args\":" + args +
                              ",\"callbackID\":\"id\"}")
        .value_or("nothing");
}

std::string callback(std::string const& result) {
    return "window.wails.Callback(\"{\\\"result\\\":" + result +
           ",\\\"error\\\":null,\\\"callbackid\\\":\\\"id\\\"}\")";
}

}  // namespace

TEST_CASE("each call becomes one script with its answer", "[wails_style]") {
    CHECK(answer("Text", "[\"ab\"]") == callback("\\\"ab\\\""));
    CHECK(answer("TextSize", "[\"ab\\u00e9\"]") == callback("4"));
    CHECK(answer("MakeText", "[3]") == callback("\\\"xxx\\\""));
    CHECK(answer("MakeBytes", "[1]") == callback("\\\"eA==\\\""));
    CHECK(answer("BytesSize", "[\"eA==\"]") == callback("1"));
    CHECK(answer("BytesSize", "[\"eHh4\"]") == callback("3"));
    CHECK(answer("BytesSize", "[\"\"]") == callback("0"));
}

TEST_CASE("other messages are not for it", "[wails_style]") {
    CHECK(answer("Text", "[]") == "nothing");
    CHECK_FALSE(wails_style_answer("C{\"name\":\":wails:WindowGetSize\"}"));
    CHECK_FALSE(wails_style_answer("WS"));
}
