// SPDX-License-Identifier: MIT
//
// window — a real WebKitGTK window, a real broker, a real plugin: what a page can count on.
#include "tests/support/catch.hpp"
#include "tests/support/window_app.hpp"

#include <boost/json.hpp>

#include <csignal>

using namespace fairlead::tests;

namespace {

namespace json = boost::json;

std::string text_of(json::value const& value) { return json::serialize(value); }

bool contains(std::string const& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a page has window.go and window.runtime before its own first script",
          "[system][window]") {
    window_app app{GENERATE(from_range(page_paths()))};
    CHECK(text_of(app.page().run("return atLoad;")) == R"(["function","function"])");
}

TEST_CASE("a call of the page is answered by the plugin", "[system][window]") {
    window_app app{GENERATE(from_range(page_paths()))};
    CHECK(app.page().run_async("return window.go.main.App.Greet('Ada');").as_string() ==
          "Hello Ada, from a process of its own!");
    CHECK(text_of(app.page().run_async(
              "return (await window.go.main.App.People(2)).map(p => p.name);")) ==
          R"(["Ada Lovelace","Grace Hopper"])");
}

TEST_CASE("a call that fails rejects with an Error that says why in words and by code",
          "[system][window]") {
    window_app app{GENERATE(from_range(page_paths()))};
    auto rejection = [&](std::string const& call) {
        return text_of(app.page().run_async("try { await " + call +
                                            "; return 'resolved'; } catch (e) { return "
                                            "[e instanceof Error, e.code, e.message]; }"));
    };
    CHECK(rejection("window.go.main.App.Fail('on purpose')") ==
          R"([true,"app-error","on purpose"])");
    CHECK(contains(rejection("window.go.main.App.People('many')"), R"([true,"bad-arguments",)"));
    CHECK(contains(rejection("window.runtime.InitializeNotifications()"), "notifications"));
}

TEST_CASE("events of a plugin are heard live, and not after EventsOff", "[system][window]") {
    window_app app{GENERATE(from_range(page_paths()))};
    app.page().run(
        "window.ticks = []; window.runtime.EventsOn('tick', (t) => ticks.push(t.count));");
    app.page().run_async("await window.go.main.App.StartTicker(10);");
    app.page().wait_for("ticks.length >= 3");
    CHECK(text_of(app.page().run("return ticks.slice(0, 3);")) == "[1,2,3]");

    // Off: what was under way has arrived when a later call is answered.
    CHECK(app.page()
              .run_async("window.runtime.EventsOff('tick');"
                         "await window.go.main.App.Greet('x'); const n = ticks.length;"
                         "await window.go.main.App.Slow(60); return ticks.length - n;")
              .as_int64() == 0);
    app.page().run_async("await window.go.main.App.StopTicker();");
}

TEST_CASE("16 MiB of text reach the plugin and come back intact", "[system][window]") {
    window_app app{GENERATE(from_range(page_paths()))};
    // Not all one letter: a lost or doubled piece would show. Beyond ASCII, too.
    CHECK(app.page()
              .run_async("let s = ''; for (let i = 0; s.length < 65536; i += 1) s += i + 'é€𝄞,';"
                         "s = s.repeat(Math.ceil((16 << 20) / s.length));"
                         "return (await window.go.main.App.Echo(s)) === s && s.length >= 16 << 20;")
              .as_bool());
}

// Wails: every answer is evaluated as a script and stays in memory (#4587).
// Here: by messages it is fetched once from the page's own origin; the channel has no scripts.
TEST_CASE("15 a large answer is not pressed through a script", "[system][window][contract]") {
    window_app app{"messages"};
    CHECK(text_of(app.page().run_async(
              "const urls = []; const stock = window.fetch;"
              "window.fetch = (url, ...rest) => { urls.push(url); return stock(url, ...rest); };"
              "const s = 'x'.repeat(1 << 20); const back = await window.go.main.App.Echo(s);"
              "const once = await stock(urls[0]).then((r) => r.status);"
              "return [back === s, urls.length, urls[0].length, once];")) ==
          "[true,1,47,404]");  // It can be fetched once.
}

// Wails: one script for each answer; under load WebView2 lost some (#4418).
// Here: answers of one turn share a script, or take the page's own channel; none is lost.
TEST_CASE("15 a thousand calls at once get a thousand own answers, in few scripts",
          "[system][window][contract]") {
    window_app app{GENERATE(from_range(page_paths()))};
    const auto seen = app.page().run_async(
        "const before = window.wails.stats.turns;"
        "const all = Array.from({ length: 1000 }, (_, i) => String(i));"
        "const back = await Promise.all(all.map((i) => window.go.main.App.Echo(i)));"
        "return [back.every((text, i) => text === all[i]), window.wails.stats.turns - before];");
    CHECK(seen.at(0).as_bool());
    INFO("scripts: " << seen.at(1).as_int64());
    CHECK(seen.at(1).as_int64() <= 250);
}

TEST_CASE("answers reach the page in the order in which they were given", "[system][window]") {
    window_app app{GENERATE(from_range(page_paths()))};
    // The window answers its own calls one after the other.
    CHECK(app.page()
              .run_async("const order = []; const all = [];"
                         "for (let i = 0; i < 500; i += 1)"
                         "  all.push(window.runtime.WindowGetSize().then(() => order.push(i)));"
                         "await Promise.all(all); return order.every((n, i) => n === i);")
              .as_bool());
}

// Wails: the new page throws "Callback '…' not registered!!!".
// Here: open calls are taken back with the page; nothing of them reaches the new one.
TEST_CASE("15 a late answer after a reload finds nobody", "[system][window][contract]") {
    window_app app{GENERATE(from_range(page_paths()))};
    app.page().run("window.go.main.App.Slow(1500).catch(() => {}); window.marker = 1;");
    eventually("the call is on its way", [&] { return app.calls_in_flight() == 1; });
    app.page().reload();
    app.page().wait_for("document.readyState === 'complete' && window.marker === undefined");
    eventually("the call is taken back", [&] { return app.calls_in_flight() == 0; });
    // Past the moment at which the plugin answers the old call.
    app.page().run_async("await window.go.main.App.Slow(1600);");
    CHECK(text_of(app.page().run(
              "return [window.wails.stats.lateReplies, window.wails.stats.staleTurns];")) ==
          "[0,0]");
}

TEST_CASE("events asked for by the old page are not sent to the new one", "[system][window]") {
    window_app app{GENERATE(from_range(page_paths()))};
    app.page().run("window.runtime.EventsOn('tick', () => {});");
    app.page().run_async("await window.go.main.App.StartTicker(5);");
    app.page().reload();
    app.page().wait_for("document.readyState === 'complete'");
    app.page().run_async("await window.go.main.App.Slow(100);");
    // One item: the answer of Slow itself.
    CHECK(app.page().run("return window.wails.stats.items;").as_int64() == 1);
    app.page().run_async("await window.go.main.App.StopTicker();");
}

// Wails: WebKitGTK checks the top page alone, so a foreign frame inside it can call everything.
// Here: messages carry a secret that only the top page's script has; others are refused and logged.
TEST_CASE("12 a frame of another origin cannot speak for the page", "[system][window][contract]") {
    window_app app{GENERATE(from_range(page_paths()))};
    app.page().run(R"js(
        window.said = [];
        window.addEventListener('message', (event) => said.push(event.data));
        const frame = document.createElement('iframe');
        frame.src = 'data:text/html,' + encodeURIComponent(`<script>
          const handler = window.webkit?.messageHandlers?.external;
          let stolen = 'nothing';
          try { stolen = String(parent._fairleadHost); } catch (error) { stolen = error.name; }
          for (const message of ['Ws:333:222', 'Q'])
            for (const prefix of ['', '0'.repeat(48)]) handler?.postMessage(prefix + message);
          fetch('wails://wails/main.js').then((r) => 'read ' + r.status, (error) => error.name)
            .then((file) => parent.postMessage(
              [Boolean(handler), stolen, typeof window._fairleadHost, file], '*'));
        <\/script>`);
        document.body.append(frame);)js");
    app.page().wait_for("said.length === 1");
    // It has the handler, as every frame has, but neither the secret nor the way to it, nor the
    // files.
    CHECK(text_of(app.page().run("return said[0];")) ==
          R"([true,"SecurityError","undefined","TypeError"])");
    CHECK(text_of(app.page().run_async("return window.runtime.WindowGetSize();")) ==
          R"({"w":800,"h":600})");
    eventually("the refusal is logged", [&] {
        return contains(app.page().errors(), "a frame that is not the app's page sent a message");
    });
}

// Wails: its calls are answered in the top page, so that they hang in the frame.
// Here: they reject with code denied.
TEST_CASE("12 a frame of the app's own origin is told that it cannot call",
          "[system][window][contract]") {
    window_app app{GENERATE(from_range(page_paths()))};
    app.page().run("const frame = document.createElement('iframe'); frame.src = '/index.html';"
                   "frame.onload = () => { window.inner = frame.contentWindow; };"
                   "document.body.append(frame);");
    app.page().wait_for("window.inner?.go");
    CHECK(app.page()
              .run_async("try { await inner.go.main.App.Greet('x'); return 'resolved'; }"
                         "catch (error) { return error.code; }")
              .as_string() == "denied");
}

TEST_CASE("files are served whole and in parts, and a Blob that is sent to one harms nobody",
          "[system][window]") {
    window_app app{GENERATE(from_range(page_paths())), "'0123456789';"};
    CHECK(
        text_of(app.page().run_async(
            "const whole = await fetch('/main.js');"
            "const part = await fetch('/main.js', { headers: { Range: 'bytes=2-4' } });"
            "const sent = await fetch('/main.js', { method: 'POST', body: new Blob(['x']) });"
            "return [whole.status, await whole.text(), whole.headers.get('Content-Type'),"
            "  part.status, await part.text(), sent.status, (await fetch('/nothing')).status];")) ==
        R"([200,"'0123456789';","text/javascript; charset=utf-8",206,"123",405,404])");
    CHECK(app.page().run_async("return window.go.main.App.Greet('x');").is_string());
}

TEST_CASE("a window does what its page asks", "[system][window]") {
    window_app app{GENERATE(from_range(page_paths()))};
    app.page().run("window.runtime.WindowSetSize(640, 480);");
    eventually("the window has its new size", [&] {
        return text_of(app.page().run_async("return window.runtime.WindowGetSize();")) ==
               R"({"w":640,"h":480})";
    });
    app.page().run("window.runtime.WindowSetMinSize(700, 500);");
    eventually("the window keeps its bounds", [&] {
        return text_of(app.page().run_async("return window.runtime.WindowGetSize();")) ==
               R"({"w":700,"h":500})";
    });
    CHECK(text_of(app.page().run_async(
              "return window.runtime.ClipboardSetText('knots & bends');")) == "true");
    CHECK(app.page().run_async("return window.runtime.ClipboardGetText();").as_string() ==
          "knots & bends");
    CHECK(
        app.page().run_async("return (await window.runtime.Environment()).platform;").as_string() ==
        "linux");
    const auto screens = app.page().run_async("return window.runtime.ScreenGetAll();");
    REQUIRE(screens.as_array().size() == 1);
    CHECK(screens.at(0).at("isCurrent").as_bool());
}

// Wails: navigation to foreign sites is not blocked.
// Here: it is refused and logged; the page stays.
TEST_CASE("12 a page cannot be led away from its app", "[system][window][contract]") {
    window_app app{GENERATE(from_range(page_paths()))};
    app.page().run("window.marker = 1;");
    for (const std::string there : {"data:text/html,elsewhere", "http://127.0.0.1:45999/"}) {
        app.page().run("location.href = '" + there + "';");
        eventually(there + " is refused", [&] { return contains(app.page().errors(), there); });
        CHECK(app.page().run("return window.marker;").as_int64() == 1);
    }
    CHECK(app.page().run_async("return window.go.main.App.Greet('x');").is_string());
}

// Wails: back end and window are one process and end together.
// Here: the call rejects with backend-gone, the plugin is started again, the page stays.
TEST_CASE("11 a back end that dies in mid-call rejects it and comes back",
          "[system][window][contract]") {
    window_app app{GENERATE(from_range(page_paths()))};
    app.page().run("window.marker = 1; window.end = null;"
                   "window.go.main.App.Slow(20000).then(() => { end = 'resolved'; },"
                   "  (e) => { end = [e instanceof Error, e.code]; });");
    eventually("the call is on its way", [&] { return app.calls_in_flight() == 1; });
    ::kill(app.plugin_pid(), SIGKILL);
    app.page().wait_for("end !== null");
    CHECK(text_of(app.page().run("return end;")) == R"([true,"backend-gone"])");
    CHECK(app.page()
              .run_async("const begun = performance.now(); await window.go.main.App.Greet('again');"
                         "return performance.now() - begun < 1000;")
              .as_bool());
    CHECK(app.page().run("return window.marker;").as_int64() == 1);
}
