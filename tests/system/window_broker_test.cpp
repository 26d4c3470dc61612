// SPDX-License-Identifier: MIT
//
// window_broker — the broker is killed under a page in mid-call: what the page is told, and how it
// goes on with the next one.
#include "tests/support/catch.hpp"
#include "tests/support/window_app.hpp"

#include <boost/json.hpp>

#include <csignal>

using namespace fairlead::tests;

namespace {

std::string text_of(boost::json::value const& value) { return boost::json::serialize(value); }

void kill_broker(window_app& app) { ::kill(app.broker_pid(), SIGKILL); }

}  // namespace

TEST_CASE("a broker that is killed rejects each open call once, and the page goes on with the next",
          "[system][window]") {
    const auto path = GENERATE(from_range(page_paths()));
    window_app app{path};
    auto& page = app.page();
    page.wait_for("wails.path === '" + path + "'");
    page.run(R"js(
        window.marker = 1;
        window.ticks = [];
        window.runtime.EventsOn('tick', (t) => ticks.push(t.count));
        window.open_calls = () => {
          window.ends = [];
          const end = (how) => ends.push(how);
          for (let i = 0; i < 299; i += 1) {
            window.go.main.App.Slow(60000).then(() => end('resolved'), (error) => end(error.code));
          }
          wails.callbacks.mine = { resolve: () => end('resolved'), reject: (e) => end(e.code) };
          window.WailsInvoke('C{"name":"main.App.Slow","args":[60000],"callbackID":"mine"}');
        };)js");
    for (int round = 0; round < 2; ++round) {
        CAPTURE(path, round);
        page.run("open_calls();");
        eventually("the calls are on their way", [&] { return app.calls_in_flight() == 300; });
        kill_broker(app);
        page.wait_for("ends.length >= 300");
        CHECK(page.run("return ends.every((how) => how === 'backend-gone');").as_bool());
        // Whoever calls meanwhile is told at once.
        eventually("the plugin answers again", [&] {
            const auto said = page.run_async(
                "return window.go.main.App.Greet('Ada').catch((error) => error.code);");
            if (said.as_string() == "Hello Ada, from a process of its own!") return true;
            CHECK(said.as_string() == "backend-gone");
            return false;
        });
        page.wait_for("wails.path === '" + path + "'");
        CHECK(app.page_sessions() == (path == "in-page" ? 1 : 0));

        page.run("ticks.length = 0;");
        page.run_async("await window.go.main.App.StartTicker(5);");
        page.wait_for("ticks.length >= 5");
        page.run_async("await window.go.main.App.StopTicker();");
        CHECK(page.run("return ticks.every((count, i) => count === ticks[0] + i);").as_bool());
        CHECK(text_of(page.run("return [marker, ends.length, wails.stats.lateReplies];")) ==
              "[1,300,0]");
        CHECK(text_of(page.run_async("return window.runtime.WindowGetSize();")) ==
              R"({"w":800,"h":600})");
    }
}
