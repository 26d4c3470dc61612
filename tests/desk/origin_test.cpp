// SPDX-License-Identifier: MIT
//
// origin — pages of another origin, allowed and not, on top and in a frame.
#include "tests/desk/page_server.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/window_app.hpp"

#include <boost/json.hpp>

using namespace fairlead::tests;

namespace {

window_app_setup allowing(std::string const& origin) {
    return {.window =
                R"("width": 500, "height": 400, "bindingsAllowedOrigins": [")" + origin + "\"]"};
}

constexpr auto guest = "<!DOCTYPE html><script>"
                       "window.atLoad = [typeof window.go?.main?.App?.Greet,"
                       "  typeof window.runtime?.EventsOn];</script><h1>guest</h1>";

}  // namespace

// Wails: a page of such an origin may call if it brings the scripts along.
// Here: it is given them; frames of it are not.
TEST_CASE("12 BindingsAllowedOrigins: a page of that origin calls, also with long answers",
          "[contract][system][window]") {
    const page_server server{guest};
    window_app app{allowing(server.origin())};
    app.page().run("location.href = '" + server.origin() + "/';");
    app.page().wait_for("document.querySelector('h1')?.textContent === 'guest'");
    CHECK(boost::json::serialize(app.page().run("return atLoad;")) == R"(["function","function"])");
    CHECK(app.page().run_async("return window.go.main.App.Greet('guest');").as_string() ==
          "Hello guest, from a process of its own!");
    // Long answers are read from the app's own address, elsewhere.
    CHECK(app.page()
              .run_async("const s = 'x'.repeat(300000);"
                         "return (await window.go.main.App.Echo(s)) === s;")
              .as_bool());
    app.page().run("window.runtime.WindowReloadApp();");
    app.page().wait_for("location.href === 'wails://wails/' && window.go?.main");
}

// Wails: it is shown, its messages are blocked.
// Here: it is not shown.
TEST_CASE("12 a page of no allowed origin is not shown", "[contract][system][window]") {
    const page_server server{guest};
    window_app app{allowing("http://127.0.0.1:1")};
    app.page().run("location.href = '" + server.origin() + "/';");
    eventually("it is opened elsewhere, or not at all",
               [&] { return app.page().errors().find(server.origin()) != std::string::npos; });
    CHECK(app.page().url() == "wails://wails/");
}

// Wails: a frame within an allowed page may post messages.
// Here: no frame may.
TEST_CASE("12 a frame cannot call, not even one of an allowed origin",
          "[contract][system][window]") {
    const page_server server{R"(<!DOCTYPE html><script>
        const handler = window.webkit?.messageHandlers?.external;
        for (const message of ['Ws:333:222', 'Q'])
          for (const prefix of ['', '0'.repeat(48)]) handler?.postMessage(prefix + message);
        parent.postMessage([typeof window.go, typeof window._fairleadHost,
          typeof window.WailsInvoke], '*');
      </script>)"};
    const bool allowed = GENERATE(true, false);
    window_app app{allowing(allowed ? server.origin() : "http://127.0.0.1:1")};
    app.page().run("window.said = [];"
                   "addEventListener('message', (event) => said.push(event.data));"
                   "const frame = document.createElement('iframe'); frame.src = '" +
                   server.origin() + "/'; document.body.append(frame);");
    app.page().wait_for("said.length === 1");
    CHECK(boost::json::serialize(app.page().run("return said[0];")) ==
          R"(["undefined","undefined","undefined"])");
    CHECK(boost::json::serialize(app.page().run_async("return runtime.WindowGetSize();")) ==
          R"({"w":500,"h":400})");
    eventually("the refusal is logged", [&] {
        return app.page().errors().find("a frame that is not the app's page") != std::string::npos;
    });
}
