// SPDX-License-Identifier: MIT
//
// browser_test — the socket of the development server, by a client that was written from Wails'
// contract (section 8) alone: calls, events both ways, sizes, and what becomes of them when the
// broker goes.
#include "tests/support/browser_app.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/process_figures.hpp"

#include <algorithm>

using namespace fairlead;
using namespace fairlead::tests;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

std::string result_text(std::string_view json, std::string_view id) {
    return std::string{"c{\"result\":"}
               .append(json)
               .append(",\"error\":null,\"callbackid\":\"")
               .append(id) +
           "\"}";
}

/// Until its events reach others: it listens, as Wails' own does, from its first answer on.
void settle(web_socket& page) {
    page.send(call_text("main.App.Greet", R"(["you"])", "settle"));
    page.read_with("c{");
}

}  // namespace

TEST_CASE("8.3 a browser that speaks Wails' frames calls, is answered, and hears",
          "[system][browser][contract]") {
    browser_app app;
    auto page = app.plain();
    page.send("runtime:ready");
    page.send(call_text("main.App.Greet", R"(["Ada"])", "main.App.Greet-1"));
    CHECK(page.read() ==
          result_text(R"("Hello Ada, from a process of its own!")", "main.App.Greet-1"));

    page.send(call_text("main.App.Fail", R"(["no ink"])", "f"));
    const auto failed = page.read();
    CHECK_THAT(failed, StartsWith(R"(c{"result":null,"error":"no ink")"));
    CHECK_THAT(failed, Contains(R"("callbackid":"f")") && Contains(R"("code":"app-error")"));

    page.send(call_text("main.App.Nobody", "[]", "n"));
    CHECK_THAT(page.read(), Contains(R"("code":"no-such-method")"));

    page.send(R"(Cnonsense)");
    page.send("XYZ");
    page.send(call_text("main.App.StartTicker", "[1]", "t"));
    CHECK_THAT(page.read_with("n"), StartsWith(R"(n{"name":"tick","data":[{"count":)"));
    app.broker().wait_for_log("a call needs a JSON object after its first letter");
    app.broker().wait_for_log("unknown message from the page");
}

TEST_CASE("8.6 what a browser emits reaches every other one once, and not itself",
          "[system][browser][contract]") {
    browser_app app;
    auto one = app.plain(), two = app.plain(), ours = app.ours();
    settle(one);
    settle(two);
    ours.send("ESnews");
    settle(ours);
    for (int i = 0; i < 3; ++i)
        one.send(R"(EE{"name":"news","data":[)" + std::to_string(i) + R"(,{"ok":true}]})");
    one.send(R"(EE{"name":"other","data":[]})");
    one.send(R"(EE{"name":"news","data":["last"]})");
    for (auto* page : {&two, &ours}) {
        for (int i = 0; i < 3; ++i)
            CHECK(page->read() ==
                  R"(n{"name":"news","data":[)" + std::to_string(i) + R"(,{"ok":true}]})");
        if (page == &two) CHECK(page->read() == R"(n{"name":"other","data":[]})");
        CHECK(page->read() == R"(n{"name":"news","data":["last"]})");
        settle(*page);
    }
    one.send(call_text("main.App.Greet", R"(["x"])", "only"));
    CHECK_THAT(one.read(), Contains(R"("callbackid":"only")"));  // And nothing of its own before.
}

TEST_CASE("8.6 answers go only where the call came from, whatever its id",
          "[system][browser][contract]") {
    browser_app app;
    auto one = app.plain(), two = app.plain();
    one.send(call_text("main.App.Greet", R"(["one"])", "same"));
    two.send(call_text("main.App.Greet", R"(["two"])", "same"));
    CHECK_THAT(one.read(), Contains("Hello one,"));
    CHECK_THAT(two.read(), Contains("Hello two,"));
}

TEST_CASE("8.4 payloads of 1 B to 64 MiB go both ways, in one frame or in many",
          "[system][browser][contract]") {
    browser_app app;
    auto page = app.plain();
    settle(page);
    const std::size_t envelope = call_text("bench.Echo.TextSize", R"([""])", "x").size();
    const auto size = GENERATE_COPY(std::size_t{1}, 125, 126, 65'535, 65'536, 131'072, 131'073,
                                    1u << 20, 16u << 20, (64u << 20) - envelope);
    const auto frame = GENERATE(std::size_t{0}, 131'072, 1'000'000);
    if (size > (1u << 20) && frame == 0) return;  // Once is enough of so much.
    if (size > (16u << 20) && frame < 1'000'000) return;
    CAPTURE(size, frame);

    std::string text(size, 'a');
    for (std::size_t i = 0; i < size; i += 997) text[i] = static_cast<char>('b' + i % 23);
    page.send(call_text("bench.Echo.TextSize", "[\"" + text + "\"]", "x"), frame);
    CHECK(page.read() == result_text(std::to_string(size), "x"));

    // What is answered has words of its own around it, too.
    const auto back = std::min<std::size_t>(size, (64u << 20) - 4'096);
    page.send(call_text("main.App.Echo", "[\"" + text.substr(0, back) + "\"]", "y"), frame);
    CHECK((page.read() == result_text('"' + text.substr(0, back) + '"', "y")));
}

TEST_CASE("8.4 a call above the limit is rejected, and the page goes on", "[system][browser]") {
    browser_app app;
    auto page = app.plain();
    page.send(call_text("main.App.Echo", "[\"" + std::string(64u << 20, 'a') + "\"]", "big"),
              1u << 20);
    const auto answer = page.read();
    CHECK_THAT(answer, Contains(R"("code":"too-large")") && Contains(R"("callbackid":"big")"));
    settle(page);
}

TEST_CASE("a broker that is killed ends a browser's calls, and the next one serves it",
          "[system][browser]") {
    browser_app app;
    auto plain = app.plain(), ours = app.ours();
    ours.send("ESnews");
    settle(plain);
    settle(ours);
    for (auto* page : {&plain, &ours}) page->send(call_text("main.App.Slow", "[60000]", "slow"));
    // Both are in the plugin before the broker goes: it answers in order.
    for (auto* page : {&plain, &ours}) settle(*page);
    app.restart_broker();
    plain.send(call_text("main.App.Greet", R"(["meanwhile"])", "m"));  // Waits for the next one.

    const auto rejected = plain.read_with("c{");
    CHECK_THAT(rejected,
               Contains(R"("callbackid":"slow")") && Contains(R"("code":"backend-gone")"));
    CHECK_THAT(ours.read_with("f{\"ends\""), Contains("\"ends\":\""));
    CHECK(ours.read_with("f{\"broker\"") == R"(f{"broker":"back"})");

    ours.send(call_text("main.App.Greet", R"(["again"])", "g"));
    CHECK_THAT(ours.read_with("c{"), Contains("Hello again"));
    CHECK_THAT(plain.read_with("c{"), Contains("Hello meanwhile"));
    // It is still asked for what it listened to.
    plain.send(R"(EE{"name":"news","data":["after"]})");
    CHECK(ours.read_with("n{") == R"(n{"name":"news","data":["after"]})");
}

TEST_CASE("without a window a browser's window functions answer as a headless host's",
          "[system][browser]") {
    browser_app app;
    auto page = app.plain();
    page.send("Ws:900:500");
    page.send(call_text(":wails:WindowGetSize", "[]", "s"));
    CHECK(page.read() == result_text(R"({"w":900,"h":500})", "s"));
    page.send(R"(C{"name":":wails:Environment","callbackID":"e"})");
    CHECK_THAT(page.read(), Contains(R"("platform":"linux")"));
    page.send("drag");
    page.send("resize:n-resize");
    page.send("Q");
    settle(page);  // It is still there.
}

TEST_CASE("8.5 a browser that wants the app to load again is told once", "[system][browser]") {
    browser_app app;
    auto plain = app.plain(), ours = app.ours();
    plain.send("WR");
    CHECK(plain.read() == "reload");
    plain.send("WR");
    settle(plain);
    ours.send("WR");
    CHECK(ours.read_with("f{\"load\"") == R"(f{"load":"/"})");
    CHECK(app.ask({.target = "/wails/reload"}).status == 204);
    CHECK(ours.read_with("reload") == "reload");
}

TEST_CASE("a page that goes takes its calls along", "[system][browser]") {
    browser_app app;
    auto watcher = app.broker().tool();
    {
        auto page = app.plain();
        page.send(call_text("main.App.Slow", "[60000]", "slow"));
        settle(page);
    }
    eventually("the page's session has ended", [&] {
        watcher.call("fairlead.list");
        return watcher.expect(wire::frame_kind::result).payload.find("browser-1") ==
               std::string::npos;
    });
}

TEST_CASE("with a window a browser's window functions are the window's", "[system][browser]") {
    browser_app app;
    const auto window = app.start_host({"--headless", "--name", "window"});
    auto page = app.plain();
    // News of the window comes on a way of its own.
    eventually("the window's size is what the browser has set", [&] {
        page.send("Ws:777:555");
        page.send(call_text(":wails:WindowGetSize", "[]", "s"));
        page.read_with("c{");
        window->write_line(R"(C{"name":":wails:WindowGetSize","callbackID":"w"})");
        return window->read_line_with("\"w\"") == result_text(R"({"w":777,"h":555})", "w");
    });
    page.send(R"(EE{"name":"news","data":["to the window"]})");
    CHECK(window->read_line_with("news") == R"(n{"name":"news","data":["to the window"]})");
}

TEST_CASE("what is built, how plugins are and that pages are to load again is told to our pages",
          "[system][browser]") {
    browser_app app;
    auto ours = app.ours();
    const auto emit = [&](std::string const& topic, std::string const& json) {
        auto tool = app.broker().tool("dev");
        tool.emit(topic, json);
        tool.everything_until_pong();
    };
    emit("fairlead/dev/build", R"([{"plugin":"greeter","state":"failed","errors":"a.cpp:1: no"}])");
    const std::string news =
        R"(f{"news":{"topic":"fairlead/dev/build","data":[{"plugin":"greeter","state":"failed",)"
        R"("errors":"a.cpp:1: no"}]}})";
    CHECK(ours.read_with(news.substr(0, 46)) == news);
    auto later = app.ours();  // Who comes later is told as well.
    CHECK(later.read_with(news.substr(0, 46)) == news);
    later.read_with(R"(f{"news":{"topic":"fairlead/plugin/greeter")");
    emit("fairlead/dev/reload", "[]");
    CHECK(ours.read_with("reload") == "reload");
}

TEST_CASE("a browser that does not read is named, and costs the server little memory",
          "[system][browser]") {
    browser_app app{{.fairlead_more = R"(,"topics":{"state":"keep-latest"})"}};
    auto slow = app.ours(), quick = app.ours();
    for (auto* page : {&slow, &quick}) {
        page->send("ESflood");
        page->send("ESstate");
        settle(*page);
    }
    const auto before = resident_of(app.server().pid());
    auto flood = app.plain();
    const std::string pad(600, 'x');
    constexpr int count = 100'000;
    int heard = 0;
    for (int i = 0; i < count; ++i) {
        flood.send(R"(EE{"name":"flood","data":[)" + std::to_string(i) + ",\"" + pad + "\"]}");
        if (i % 1'000 != 999) continue;
        flood.send(R"(EE{"name":"state","data":[)" + std::to_string(i) + "]}");
        // The quick one hears all of it, in order, while the slow one sleeps.
        for (;;) {
            const auto frame = quick.read_with("n{");
            if (frame.starts_with(R"(n{"name":"state")")) break;
            const auto next = R"(n{"name":"flood","data":[)" + std::to_string(heard++) + ",";
            if (!frame.starts_with(next)) FAIL(frame.substr(0, 80) << " instead of " << next);
        }
    }
    CHECK(heard == count);
    CHECK(resident_of(app.server().pid()) - before < 64.0);
    app.broker().wait_for_log("browser-1");
    // It wakes up: what has come last of a state is there, and the line is alive.
    slow.send(call_text("main.App.Greet", R"(["x"])", "awake"));
    std::string last_state;
    for (;;) {
        const auto frame = slow.read();
        if (frame.starts_with(R"(n{"name":"state")")) last_state = frame;
        if (frame.starts_with("c{")) break;
    }
    CHECK(last_state == R"(n{"name":"state","data":[99999]})");
}
