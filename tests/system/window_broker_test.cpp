// SPDX-License-Identifier: MIT
//
// window_broker — the broker is killed under a page in mid-call: what the page is told, and how it
// goes on with the next one.
#include "tests/support/catch.hpp"
#include "tests/support/paths.hpp"
#include "tests/support/scripted_peer.hpp"
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

TEST_CASE("a page whose session is cut has its calls rejected, and gets another session",
          "[system][window]") {
    if (page_paths().front() != "in-page") return;
    window_app app{"in-page"};
    auto& page = app.page();
    page.wait_for("wails.path === 'in-page'");
    page.run("window.marker = 1; window.ends = []; window.heard = [];"
             "window.runtime.EventsOn('strict/flood', () => {});"
             "window.runtime.EventsOn('strict/last', (n) => heard.push(n));"
             "window.go.main.App.Slow(60000).then(() => ends.push('resolved'),"
             "                                    (error) => ends.push(error.code));");
    eventually("the call is on its way", [&] { return app.calls_in_flight() == 1; });
    const auto broker = app.broker_pid(), web_process = app.web_process_pid();

    // It does not read, of a topic that forgives nobody.
    ::kill(web_process, SIGSTOP);
    scripted_peer emitter{app.socket(), fairlead::wire::peer_role::tool, "emitter"};
    const std::string data = "[\"" + std::string(60'000, 'x') + "\"]";
    eventually("its session is cut", [&] {
        for (int i = 0; i < 100; ++i) emitter.emit("strict/flood", data);
        return app.page_sessions() == 0;
    });
    ::kill(web_process, SIGCONT);
    page.wait_for("ends.length > 0 && wails.path === 'in-page'");
    CHECK(text_of(page.run("return [marker, ends];")) == R"([1,["backend-gone"]])");
    CHECK(app.page_sessions() == 1);
    CHECK(app.broker_pid() == broker);
    CHECK(page.run_async("return window.go.main.App.Greet('Ada');").is_string());
    eventually("it hears events again", [&] {
        emitter.emit("strict/last", "[7]");
        return page.run("return heard.length;").as_int64() > 0;
    });
    CHECK(page.run("return heard[0];").as_int64() == 7);
}

TEST_CASE("what a page offers is offered to the next broker as well", "[system][window]") {
    window_app app{GENERATE(from_range(page_paths()))};
    app.page().run_async(
        "await window.fairlead.offer('page.text', (text) => `page: ${text}`).ready;");
    for (int round = 0; round < 2; ++round) {
        kill_broker(app);
        eventually("the page is asked by way of another broker", [&] {
            child call{app.beside(program("fairlead"), {"call", "page.text", "\"x\""})};
            const auto said = call.read_all();
            return call.wait() == 0 && said.find("page: x") != std::string::npos;
        });
    }
}
