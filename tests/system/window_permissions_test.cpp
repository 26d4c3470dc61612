// SPDX-License-Identifier: MIT
//
// window_permissions — a rule of wails.json in a real page, on both of its ways to the broker, and
// a page of another origin, which has a rule of its own.
#include "tests/desk/page_server.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/paths.hpp"
#include "tests/support/window_app.hpp"

#include <boost/json.hpp>

using namespace fairlead::tests;
using Catch::Matchers::Contains;

namespace {

std::string run_async(window_app& app, std::string const& script) {
    return boost::json::serialize(app.page().run_async(script));
}

/// "ok", or the error's code, of a call of each.
constexpr auto try_both = R"(
    const outcome = (call) => call.then(() => 'ok', (error) => error.code ?? String(error));
    return Promise.all([window.go.main.App.Greet('a'), window.go.main.App.Echo('b'),
                        window.go.main.App.Greet('c')].map(outcome));)";

}  // namespace

TEST_CASE("a page is refused what its rule does not name, and its other calls go on",
          "[system][window][permissions]") {
    const auto path = GENERATE(from_range(page_paths()));
    INFO(path);
    window_app app{
        {.path = path, .fairlead = R"("permissions": { "page": { "call": ["main.App.Greet"],
                                    "emit": ["yes"], "hear": ["yes"], "offer": [] } })"}};
    for (int i = 0; i < 3; ++i) CHECK(run_async(app, try_both) == R"(["ok","denied","ok"])");
    CHECK_THAT(run_async(app, "return window.go.main.App.Echo('b').catch(String);"),
               Contains("may not call 'main.App.Echo'") && Contains("add "));
    eventually("the log says it",
               [&] { return app.page().errors().find("denied: ") != std::string::npos; });

    app.page().run("window.heard = [];"
                   "for (const topic of ['yes', 'no'])"
                   "  runtime.EventsOn(topic, (n) => heard.push(topic + n));");
    CHECK(run_async(app, try_both) == R"(["ok","denied","ok"])");  // Subscribed by now.
    for (auto const* topic : {"no", "yes"}) {
        child emits{app.beside(program("fairlead"), {"emit", topic, "1"})};
        REQUIRE(emits.wait() == 0);
    }
    app.page().wait_for("heard.length > 0");
    CHECK(boost::json::serialize(app.page().run("return heard;")) == R"(["yes1"])");
}

TEST_CASE("a page of an allowed origin has the rights of its own rule",
          "[system][window][permissions]") {
    const page_server server{"<!DOCTYPE html><h1>guest</h1>"};
    window_app app{{.window = R"("width": 500, "height": 400, "bindingsAllowedOrigins": [")" +
                              server.origin() + "\"]",
                    .fairlead = R"("permissions": { "page )" + server.origin() +
                                R"(": { "call": ["main.App.Greet"] } })"}};
    CHECK(run_async(app, try_both) == R"(["ok","ok","ok"])");
    app.page().run("location.href = '" + server.origin() + "/';");
    app.page().wait_for("document.querySelector('h1')?.textContent === 'guest'");
    CHECK(run_async(app, try_both) == R"(["ok","denied","ok"])");
    app.page().run("location.href = 'wails://wails/';");
    app.page().wait_for("location.href === 'wails://wails/' && window.go?.main");
    CHECK(run_async(app, try_both) == R"(["ok","ok","ok"])");
}
