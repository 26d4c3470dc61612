// SPDX-License-Identifier: MIT
//
// window_burst — a page under a hundred thousand events and ten thousand calls at once, and under
// payloads of 16 MiB: what
// it must not lose, what must not wait, and what it gives back.
#include "tests/support/catch.hpp"
#include "tests/support/process_figures.hpp"
#include "tests/support/real_pointer.hpp"
#include "tests/support/window_app.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>

using namespace fairlead::tests;

namespace {

/// Bursts of events with an answer after each thousand, many calls beside them, and every click
/// noted.
constexpr std::string_view script = R"js(
  const thousands = 100;
  window.clicks = [];   // How much of a burst had come, and how old the click was.
  window.bursts = [];   // What was wrong in each.
  const calls = 10000;
  let heard = 0, running = false, misplaced = 0, longest = 0;
  window.addEventListener('mousedown', (event) => {
    clicks.push({ inside: running && heard > 0, late: performance.now() - event.timeStamp });
  });
  window.runtime.EventsOn('bench.tick', (i) => {
    if (i !== heard % 1000) misplaced += 1;
    heard += 1;
  });
  window.burst = async () => {
    [heard, misplaced, running] = [0, 0, true];
    let early = 0, before = performance.now();
    const timer = setInterval(() => {
      const now = performance.now();
      longest = Math.max(longest, now - before);
      before = now;
    }, 4);
    const answers = Array.from({ length: thousands }, (_, i) =>
      window.go.bench.Echo.Burst(1000).then((sent) => {
        if (sent !== 1000 || heard !== (i + 1) * 1000) early += 1;
      }));
    let wrong = 0;
    const echoes = Array.from({ length: calls }, (_, i) =>
      window.go.bench.Echo.Text(String(i)).then((text) => { wrong += text !== String(i); }));
    await Promise.all([...answers, ...echoes]);
    running = false;
    clearInterval(timer);
    bursts.push({ heard, misplaced, early, wrong, longest });
  };
)js";

struct watched_app : window_app {
    std::array<pid_t, 4> pids{broker_pid(), echo_pid(), host_pid(), web_process_pid()};
    static constexpr std::array names{"broker", "plugin", "window", "web process"};
    using sizes = std::array<double, 4>;

    explicit watched_app(page_path const& path) : window_app{path, script} {
        page().wait_for("window.burst && wails.path !== 'asking'");
        page().run_async("await window.go.bench.Echo.Text('x');");
    }
    sizes resident() const {
        sizes now{};
        std::ranges::transform(pids, now.begin(), resident_of);
        return now;
    }

    /// WebKit's collector is set off by work and runs when there is none: a page that is asked
    /// without a pause keeps its garbage for a minute, one that has a moment loses it within four
    /// seconds.
    void rest() {
        page().run_async("window.work = Array.from({ length: 2000 }, (_, i) => ({ i }));"
                         "await new Promise((resolve) => setTimeout(resolve, 250));");
    }

private:
    pid_t echo_pid() { return static_cast<pid_t>(list().at("plugins").at(1).at("pid").as_int64()); }
};

}  // namespace

TEST_CASE(
    "in a burst of 100 000 events and 10 000 calls none is lost, and clicks are not kept waiting",
    "[system][window]") {
    const auto path = GENERATE(from_range(page_paths()));
    watched_app app{path};
    real_pointer pointer{app.display()};
    eventually("the window takes clicks", [&] {
        pointer.click();
        return app.page().run("return clicks.length;").as_int64() > 0;
    });
    // One after the other: WebKit hands a page its next event when it has done with the last.
    const auto click = [&] {
        const auto seen = app.page().run("return clicks.length;").as_int64();
        pointer.click();
        eventually("the click is handled",
                   [&] { return app.page().run("return clicks.length;").as_int64() > seen; });
    };
    const auto before = app.resident();
    auto most = before;
    const auto look = [&] {
        const auto now = app.resident();
        for (std::size_t i = 0; i < now.size(); ++i) most[i] = std::max(most[i], now[i]);
    };
    std::size_t count = 0;
    eventually("a click comes into a burst", [&] {
        app.page().run("burst();");
        ++count;
        const auto is_over = [&] { return app.page().run("return bursts.length;") == count; };
        eventually("the burst ends", [&] {
            click();
            look();
            return is_over();
        });
        return app.page().run("return clicks.some((one) => one.inside);").as_bool();
    });
    const auto bursts = app.page().run("return bursts;");
    for (auto const& one : bursts.as_array()) {
        CAPTURE(boost::json::serialize(one));
        CHECK(one.at("heard").as_int64() == 100'000);
        CHECK(one.at("misplaced").as_int64() == 0);
        CHECK(one.at("early").as_int64() == 0);
        CHECK(one.at("wrong").as_int64() == 0);
    }
    for (std::size_t i = 0; i < most.size() && memory_is_given_back; ++i)
        CHECK(most[i] < before[i] + 192);
    auto after = most;
    if (path == "in-page") {
        const auto until = std::chrono::steady_clock::now() + patience();
        do {
            app.rest();
            after = app.resident();
        } while (after.back() >= 1.2 * before.back() && std::chrono::steady_clock::now() < until);
        CHECK(after.back() < 1.2 * before.back());
    } else {
        // Of thousands of scripts that it has evaluated WebKit keeps something for as long as it
        // likes, on a busy machine for minutes. More bursts do not add to it: after fifteen it had
        // 300 to 350 MiB, and 410 on the way.
        for (int i = 0; i < 2; ++i) app.page().run_async("await burst();");
        app.rest();
        after = app.resident();
        CHECK((!memory_is_given_back || after.back() < before.back() + 256));
    }
    // The X server's clock and the page's are not set by each other: the quickest click is zero.
    const auto late = app.page().run(
        "const zero = Math.min(...clicks.map((one) => one.late));"
        "return clicks.filter((one) => one.inside).map((one) => Math.round(one.late - zero));");
    std::printf("%s: clicks in a burst, ms late: %s; bursts: %s\n",
                std::string{app.page().run("return wails.path;").as_string()}.c_str(),
                boost::json::serialize(late).c_str(), boost::json::serialize(bursts).c_str());
    for (std::size_t i = 0; i < most.size(); ++i)
        std::printf("  %-12s resident %.1f MiB, at most %.1f, in the end %.1f\n",
                    watched_app::names[i], before[i], most[i], after[i]);
}

TEST_CASE("what a page needed for payloads of 16 MiB is given back", "[system][window]") {
    if (page_paths().front() != "in-page") return;
    watched_app app{"in-page"};
    const auto exchange = [&](int times) {
        CHECK(app.page()
                  .run_async("let right = 0; const size = 16 << 20;"
                             "for (let i = 0; i < " +
                             std::to_string(times) +
                             "; i += 1) {"
                             "  const up = new ArrayBuffer(size); new Uint8Array(up).fill(i);"
                             "  right += await window.go.bench.Echo.BytesSize(up) === size;"
                             "  const down = await window.go.bench.Echo.MakeBytes(size);"
                             "  right += down.length === size && down[size - 1] === 120;"
                             "}"
                             "return right;")
                  .as_int64() == 2 * times);
    };
    exchange(1);
    const auto before = app.resident();
    exchange(30);
    const auto most = app.resident();
    auto after = most;
    eventually("memory comes back", [&] {
        exchange(1);  // Large bytes set the collector off sooner than time does.
        app.rest();
        after = app.resident();
        return std::ranges::equal(after, before,
                                  [](double now, double then) { return now < then + 96; });
    });
    for (std::size_t i = 0; i < after.size(); ++i)
        std::printf(
            "  %-12s resident %.1f MiB, after 30 x 16 MiB both ways %.1f, in the end %.1f\n",
            watched_app::names[i], before[i], most[i], after[i]);
}
