// SPDX-License-Identifier: MIT
//
// request_middleware_test — whoever is asked before the files, and what becomes of its word.
#include "tests/webview-host/support/serving_desk.hpp"

using namespace fairlead;
using namespace fairlead::host;
using namespace fairlead::tests;

TEST_CASE("9 a middleware sees files and all else first, but not our scripts",
          "[assets][contract]") {
    desk one;
    one.line->vacant = {handler};
    const auto page = one.get("/app.js");
    one.asked(middleware);
    one.line->answer(said("mine"));
    CHECK(one.body(one.answered(page)).value() == "mine");
    CHECK(one.answered(one.get("/wails/runtime.js")).status == 200);
    CHECK(one.line->open.empty());
}

TEST_CASE("9 what a middleware lets pass keeps the headers that it set", "[assets][contract]") {
    desk one;
    one.line->vacant = {handler};
    const auto page = one.get("/other.js");
    one.asked(middleware);
    auto reply = passed();
    reply.target = "/app.js";
    reply.headers = {{"Content-Security-Policy", "default-src 'self'"},
                     {"Content-Type", "text/plain"}};
    one.line->answer(reply);
    auto& response = one.answered(page);
    CHECK(one.body(response).value() == "0123456789");
    CHECK(response.header("Content-Security-Policy") == "default-src 'self'");
    CHECK(response.header("Content-Type") == "text/plain");
}

TEST_CASE("without a middleware nobody is asked for one, until the next page", "[assets]") {
    desk one;
    one.answered(one.get("/app.js"));
    one.line->vacant.clear();
    one.answered(one.get("/app.js"));
    CHECK(one.line->open.empty());
    one.start_page();
    const auto page = one.get("/app.js");
    one.asked(middleware);
    one.line->answer(passed());
    CHECK(one.answered(page).status == 200);
}

TEST_CASE("a middleware that was there is not skipped because it has died", "[assets]") {
    desk one;
    one.line->vacant.clear();
    auto page = one.get("/app.js");
    one.asked(middleware);
    one.line->answer(passed());
    CHECK(one.answered(page).status == 200);
    for (const auto code : {errc::backend_gone, errc::no_such_method}) {
        one.start_page();
        page = one.get("/app.js");
        one.asked(middleware);
        one.line->fail(code, "it died");
        CHECK(one.answered(page).status == 502);
    }
}

TEST_CASE("an app is not empty because a plugin does not start", "[assets]") {
    desk one;
    one.line->vacant.clear();
    const auto page = one.get("/app.js");
    one.asked(middleware);
    one.line->fail(errc::backend_gone, "it does not start");
    CHECK(one.answered(page).status == 200);
    CHECK(one.complaints.size() == 1);
}
