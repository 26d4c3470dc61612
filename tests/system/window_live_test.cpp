// SPDX-License-Identifier: MIT
//
// window_live — calls that live, in a real page with a real plugin, on every path: taken back, with
// progress, as streams both ways, and functions that the page offers.
//
// FAIRLEAD_TEST_ITEMS=1000000 makes a long stream of the one with a slow reader.
#include "tests/support/catch.hpp"
#include "tests/support/paths.hpp"
#include "tests/support/process_figures.hpp"
#include "tests/support/window_app.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>

using namespace fairlead::tests;

namespace {

/// What all scripts share.
constexpr std::string_view tools = R"js(
  const { App } = window.go.main;
  const failed = (promise) =>
    promise.then(() => 'resolved', ({ code, message }) => [code, message]);
  const until = async (condition) => {
    while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  const nothingOpen = () => until(async () => (await App.Look()).open === 0);
  async function* upTo(n, ended) {
    try {
      for (let i = 0; i < n; i += 1) yield i;
    } finally {
      if (ended) ended();
    }
  }
)js";

window_app_setup live_app(page_path path) {
    window_app_setup setup{.path = std::move(path)};
    const auto plugin = program_dir().parent_path() / "tests/live_plugin";
    setup.files["wails.json"] = R"({ "name": "window-test", "assetdir": "frontend", "fairlead": {
        "window": { "width": 800, "height": 600 },
        "plugins": [ { "name": "live", "exec": ")" +
                                plugin.string() + "\" } ] } }";
    return setup;
}

class live_window {
public:
    explicit live_window(page_path const& path) : app_{live_app(path)} {
        app_.page().wait_for("window.wails.path !== 'asking'");
    }

    /// The body of an async function; what it returns, as JSON.
    std::string js(std::string_view body) {
        const auto text = app_.page().run_async(std::string{tools} +
                                                "return JSON.stringify(await (async () => {" +
                                                std::string{body} + "})()) ?? 'null';");
        return std::string{text.as_string()};
    }
    window_app& app() { return app_; }

private:
    window_app app_;
};

}  // namespace

TEST_CASE("a stream is looped over, within its window, and ends once", "[system][window][live]") {
    live_window page{GENERATE(from_range(page_paths()))};
    CHECK(page.js("const all = []; for await (const one of App.Count(5)) all.push(one);"
                  "return all;") == "[0,1,2,3,4]");
    CHECK(page.js("let sum = 0; for await (const one of App.Count(20000)) sum += one;"
                  "return sum;") == "199990000");
    CHECK(page.js("const all = []; let why;"
                  "try { for await (const one of App.Breaks()) all.push(one); }"
                  "catch ({ code, message }) { why = [code, message]; } return [all, why];") ==
          R"([["one"],["app-error","the paper is torn"]])");
    // Nobody reads: the source waits, a window ahead.
    CHECK(page.js("const call = App.Count(1000000), items = call[Symbol.asyncIterator]();"
                  "await items.next();"
                  "let before = -1; await until(async () => {"
                  "  const { given } = await App.Look();"
                  "  const isStill = given === before; before = given; return isStill; });"
                  "const { given } = await App.Look(); call.cancel();"
                  "const error = await failed(call); await nothingOpen();"
                  "return [given < 40000, error[0]];") == R"([true,"cancelled"])");
    CHECK(page.js("for await (const one of App.Count(1000000)) if (one === 10) break;"
                  "await nothingOpen(); return 'ended';") == R"("ended")");
    CHECK(page.app().calls_in_flight() == 0);
}

TEST_CASE("a call is taken back by cancel, by a signal, by its time, and its handler hears of it",
          "[system][window][live]") {
    live_window page{GENERATE(from_range(page_paths()))};
    CHECK(page.js("const heard = []; const answer = await App.Crunch(3)"
                  "  .onProgress((step) => heard.push(step)); return [answer, heard];") ==
          R"(["done",[1,2,3]])");
    CHECK(page.js(R"js(
        const first = App.Crunch(100000);
        await new Promise((resolve) => first.onProgress(resolve));
        first.cancel('enough');
        const controller = new AbortController();
        const second = App.Crunch(100000).abortBy(controller.signal);
        await new Promise((resolve) => second.onProgress(resolve));
        controller.abort(new Error('closed'));
        const third = window.fairlead.call('main.App.Crunch', [100000], { timeout: 50 });
        const all = [await failed(first), await failed(second), (await failed(third))[0]];
        await nothingOpen();
        return [all, (await App.Look()).cancelled];
    )js") == R"([[["cancelled","enough"],["cancelled","closed"],"timeout"],3])");
    CHECK(page.js("return [await window.fairlead.call('tools.add', [2, 3]),"
                  "  await Promise.all([App.Greet('a'), App.Greet('b')]),"
                  "  App.Greet('c') instanceof Promise];") == R"([5,["Hello a","Hello b"],true])");
}

TEST_CASE("arguments that are streams are read as far as they are wanted",
          "[system][window][live]") {
    live_window page{GENERATE(from_range(page_paths()))};
    CHECK(page.js("return await App.Sum(upTo(20000));") == "199990000");
    CHECK(page.js("let ended = 0; const first = await App.First(upTo(1e9, () => { ended += 1; }));"
                  "await until(() => ended === 1); return [first, ended];") == "[0,1]");
    CHECK(page.js("async function* broken() { yield 1; throw new Error('dried up'); }"
                  "return await failed(App.Sum(broken()));") == R"(["app-error","dried up"])");
    CHECK(page.js("let ended = 0; async function* endless() {"
                  "  try { yield 1; await new Promise((go) => setTimeout(go, 20)); yield 2;"
                  "        for (;;) await new Promise((go) => setTimeout(go, 5)), yield 3; }"
                  "  finally { ended += 1; } }"
                  "const call = App.Sum(endless());"
                  "await until(async () => (await App.Look()).open === 1); call.cancel();"
                  "await until(() => ended === 1); await nothingOpen();"
                  "return (await failed(call))[0];") == R"("cancelled")");
    CHECK(page.js("return await App.Sum(App.Count(1000));") == "499500");
    CHECK(page.js("return await App.Sum(new ReadableStream({ start(to) {"
                  "  for (const one of [1, 2, 3]) to.enqueue(one); to.close(); } }));") == "6");
    CHECK(page.app().calls_in_flight() == 0);
}

TEST_CASE("items may be bytes, as arrays where the page has a channel", "[system][window][live]") {
    const auto path = GENERATE(from_range(page_paths()));
    live_window page{path};
    constexpr auto sizes = "const sizes = []; for await (const one of App.Chunks(6, size))"
                           "  sizes.push(typeof one === 'string' ? atob(one).length"
                           "    : one instanceof Uint8Array && one.every((b) => b === sizes.length)"
                           "      && one.length);"
                           "return sizes.every((one) => one === size) && sizes.length;";
    CHECK(page.js("const size = 1000;" + std::string{sizes}) == "6");
    CHECK(page.js("const size = 700000;" + std::string{sizes}) == "6");
    CHECK(page.js("async function* chunks() {"
                  "  for (let i = 0; i < 5; i += 1) yield new Uint8Array(300000); }"
                  "return await App.Weigh(chunks());") == "1500000");
    if (path == "in-page")
        CHECK(page.js("for await (const one of App.Chunks(1, 10))"
                      "  return Object.prototype.toString.call(one);") ==
              R"("[object Uint8Array]")");
}

TEST_CASE("a back end calls what the page offers", "[system][window][live]") {
    live_window page{GENERATE(from_range(page_paths()))};
    page.js(R"js(
        window.aborted = [];
        const { offer } = window.fairlead;
        await offer('page.greet', (text) => `page: ${text}`).ready;
        await offer('page.fail', async () => { throw new TypeError('not here'); }).ready;
        await offer('page.count', async function* (n) { yield* upTo(n); }).ready;
        await offer('page.work', async (steps, { signal, progress }) => {
          for (let i = 1; i <= steps; i += 1) progress(i);
          if (steps > 0) return steps;
          await new Promise((resolve) => signal.addEventListener('abort', resolve));
          window.aborted.push(signal.reason.code);
          return -1;
        }).ready;
    )js");
    CHECK(page.js("return await App.AskPage('page.greet', 'x');") == R"("page: x")");
    CHECK(page.js("return await failed(App.AskPage('page.fail', 'x'));") ==
          R"(["app-error","not here"])");
    CHECK(page.js("return await App.SumOfPage('page.count', 1000);") == "499500");
    CHECK(page.js("return await App.WatchPage('page.work', 3, 20000);") == "[1,2,3]");
    CHECK(page.js("const error = await failed(App.WatchPage('page.work', 0, 100));"
                  "await until(() => aborted.length === 1); return [error[0], aborted];") ==
          R"(["timeout",["cancelled"]])");
    CHECK(page.js("return await window.fairlead.call('page.greet', ['me']);") == R"("page: me")");
    CHECK(page.js("const refused = window.fairlead.offer('main.App.Greet', () => 1);"
                  "return (await failed(refused.ready))[0];") == R"("denied")");

    child call{page.app().beside(program("fairlead"), {"call", "page.greet", "[\"cli\"]"})};
    CHECK(call.read_all().find("page: cli") != std::string::npos);
    CHECK(call.wait() == 0);

    page.js("window.isOld = true;");
    page.app().page().reload();
    page.app().page().wait_for("window.isOld === undefined && window.wails && window.go.main"
                               " && window.wails.path !== 'asking'");
    CHECK(page.js("return (await failed(App.AskPage('page.greet', 'x')))[1];")
              .find("nobody offers 'page.greet'") != std::string::npos);
    CHECK(page.js("await window.fairlead.offer('page.greet', () => 'new').ready;"
                  "return await App.AskPage('page.greet', 'x');") == R"("new")");
}

TEST_CASE("a page that is reloaded in mid-stream leaves nothing behind", "[system][window][live]") {
    live_window page{GENERATE(from_range(page_paths()))};
    const auto reload_in_mid_stream = [&] {
        page.js(
            "window.isOld = true;"
            "window.fairlead.offer('page.stuck', () => new Promise(() => {}));"
            "let read = 0; (async () => { for await (const one of App.Count(1e8)) read += 1; })()"
            "  .catch(() => {});"
            "App.Sum((async function* () { for (let i = 0;; i += 1) yield i; })())"
            "  .catch(() => {});"
            "App.AskPage('page.stuck', '').catch(() => {});"
            "await until(() => read > 100);");
        page.app().page().reload();
        page.app().page().wait_for("window.isOld === undefined && window.wails && window.go.main"
                                   " && window.wails.path !== 'asking'");
        page.js("await nothingOpen();");
        eventually("no call is in flight", [&] { return page.app().calls_in_flight() == 0; });
    };
    for (int i = 0; i < 2; ++i) reload_in_mid_stream();
    const auto descriptors = [&] {
        return descriptors_of(page.app().broker_pid()) + descriptors_of(page.app().host_pid());
    };
    const auto before = descriptors();
    for (int i = 0; i < 5; ++i) reload_in_mid_stream();
    eventually("descriptors are closed", [&] { return descriptors() <= before + 8; });
    CHECK(page.js("return window.wails.stats.lateItems;") == "0");
    CHECK(page.js("let sum = 0; for await (const one of App.Count(10)) sum += one; return sum;") ==
          "45");
}

TEST_CASE("a loop in C++ that never pauses hears of a cancel in the page",
          "[system][window][live]") {
    const auto path = GENERATE(from_range(page_paths()));
    live_window page{path};
    const auto late = boost::json::parse(page.js(R"js(
        const late = [];
        for (let round = 0; round < 21; round += 1) {
          const call = App.Spin();
          await new Promise((resolve) => call.onProgress(resolve));
          const said = performance.timeOrigin + performance.now();
          call.cancel();
          let stopped = 0;
          await until(async () => (stopped = await App.StoppedAt()) > 0);
          late.push(stopped - said);
        }
        return late.sort((a, b) => a - b);)js"));
    REQUIRE(late.as_array().size() == 21);
    std::printf("%s: the loop stops %.1f ms after the cancel, at most %.1f\n", path.c_str(),
                late.at(10).to_number<double>(), late.at(20).to_number<double>());
}

TEST_CASE("a slow reader of a long stream costs nobody memory", "[system][window][live]") {
    const auto path = GENERATE(from_range(page_paths()));
    char const* wanted = std::getenv("FAIRLEAD_TEST_ITEMS");
    const std::string items = wanted != nullptr ? wanted : "20000";
    live_window page{path};
    auto& app = page.app();
    const auto plugin = static_cast<pid_t>(app.list().at("plugins").at(0).at("pid").as_int64());
    const std::array pids{app.broker_pid(), plugin, app.host_pid(), app.web_process_pid()};
    constexpr std::array names{"broker", "plugin", "window", "web process"};
    const auto resident = [&] {
        std::array<double, 4> now{};
        std::ranges::transform(pids, now.begin(), resident_of);
        return now;
    };
    page.js("for await (const one of App.Count(5000)) { void one; }");
    const auto before = resident();
    auto most = before;
    page.js("window.read = 0; window.misplaced = 0; window.over = false; (async () => {"
            "  for await (const one of App.Count(" +
            items +
            ")) {"
            "    misplaced += one !== read; read += 1;"
            "    if (read % 500 === 0) await new Promise((go) => setTimeout(go, 1));"
            "  } over = true; })();");
    const auto patience_of_all = std::chrono::steady_clock::now() + std::chrono::minutes{5};
    while (!app.page().run("return over;").as_bool()) {
        REQUIRE(std::chrono::steady_clock::now() < patience_of_all);
        const auto now = resident();
        for (std::size_t i = 0; i < now.size(); ++i) most[i] = std::max(most[i], now[i]);
    }
    CHECK(page.js("return [read, misplaced];") == "[" + items + ",0]");
    std::printf("%s: %s items\n", path.c_str(), items.c_str());
    for (std::size_t i = 0; i < most.size(); ++i) {
        std::printf("  %-12s resident %.1f MiB, at most %.1f\n", names[i], before[i], most[i]);
        if (memory_is_given_back) CHECK(most[i] < before[i] + 64);
    }
}
