// SPDX-License-Identifier: MIT
//
// edits_test — a new app with its window, and its plugin's source saved again and again while calls
// go on. FAIRLEAD_TEST_EDITS says how often (2); the times are printed, no test hangs on them.
#include "tests/dev/dev_app.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/virtual_display.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <mutex>

using namespace fairlead;
using namespace fairlead::tests;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;
using clock_type = std::chrono::steady_clock;

namespace {

constexpr auto source = "plugin/main.cpp";
constexpr auto build_patience = 240s;  // A compiler, on a machine that has other things to do.

int edits_wanted() {
    char const* said = std::getenv("FAIRLEAD_TEST_EDITS");
    return said != nullptr ? std::atoi(said) : 2;
}

void wait_long_for(dev_app& app, std::string const& words) {
    const auto until = clock_type::now() + build_patience;
    for (;;) {
        try {
            return app.wait_for(words);
        } catch (std::runtime_error const&) {
            if (clock_type::now() > until) throw;
        }
    }
}

/// Calls until the answer has that word. Every call must be answered.
std::chrono::milliseconds until_answer(client::connection& asked, std::string const& word) {
    const auto begun = clock_type::now();
    for (;;) {
        const auto answer = asked.call_wait("main.App.Greet", R"(["Ada"])", {20s});
        INFO(answer.why.message);
        REQUIRE(answer.ok);
        const auto took = clock_type::now() - begun;
        if (answer.json.find(word) != std::string::npos)
            return std::chrono::duration_cast<std::chrono::milliseconds>(took);
        REQUIRE(took < build_patience);
        pause_between_looks();
    }
}

/// What somebody has in the window: a long page, scrolled, with something typed into it. A second
/// document would know nothing of that.
constexpr auto begin_page = R"js((() => {
  window.ticks = 1;
  setInterval(() => { window.ticks += 1; }, 10);
  document.body.insertAdjacentHTML('beforeend',
    '<textarea id="typed"></textarea><div id="long" style="height: 200px; overflow: auto">'
    + '<div style="height: 5000px"></div></div>');
  document.querySelector('#typed').value = 'half a sent';
  document.querySelector('#long').scrollTop = 700;
  window.runtime.EventsOn('test:state?', async () => {
    const { text } = await window.go.main.App.Greet('Ada');
    window.runtime.EventsEmit('test:state', text, window.ticks,
      document.querySelector('#long').scrollTop, document.querySelector('#typed').value);
  });
})())js";

class window_page {
public:
    explicit window_page(client::connection& asked) : asked_{asked} {
        asked_.subscribe("test:state", [said = said_](std::string_view, std::string_view data) {
            const std::lock_guard lock{said->mutex};
            said->data = std::string{data};
        });
        // Not before there is a page that has loaded, and once.
        const auto text = "window.go?.main && !window.ticks && " + std::string{begin_page};
        eventually("the window has a page", [&] {
            asked_.call_wait("fairlead.window.run-script",
                             boost::json::serialize(boost::json::array{text}), {20s});
            return !ask(2s).empty();
        });
    }

    /// [greeting, ticks, scrolled, typed], as its next call is answered. Empty: not in time.
    boost::json::array ask(std::chrono::milliseconds in_time = patience()) {
        {
            const std::lock_guard lock{said_->mutex};
            said_->data.clear();
        }
        asked_.emit("test:state?", "[]");
        for (const auto until = clock_type::now() + in_time; clock_type::now() < until;) {
            pause_between_looks();
            const std::lock_guard lock{said_->mutex};
            if (!said_->data.empty()) return boost::json::parse(said_->data).as_array();
        }
        return {};
    }

private:
    struct kept {
        std::mutex mutex;
        std::string data;
    };
    client::connection& asked_;
    std::shared_ptr<kept> said_ = std::make_shared<kept>();
};

}  // namespace

TEST_CASE("a saved source is the next call's code, and a wrong one changes nothing", "[system]") {
    dev_app app;
    REQUIRE(run_fairlead(app.runtime(), {"init", "-n", "demo", "-t", "vanilla", "-d", app.path()})
                .code == 0);
    const virtual_display display;
    app.start_with_window(display.environment());
    wait_long_for(app, "demo runs");
    const auto tool = app.tool();
    CHECK_THAT(tool->call_wait("main.App.Greet", R"(["Ada"])", {20s}).json, Contains("Hello Ada"));

    window_page page{*tool};
    auto is_as_left = [&page, ticks = std::int64_t{0}](std::string const& greeting) mutable {
        const auto state = page.ask();
        REQUIRE(state.size() == 4);
        CHECK(state[0].as_string() == greeting + "Ada!");
        CHECK(state[1].as_int64() > ticks);
        CHECK(state[2].as_int64() == 700);
        CHECK(state[3].as_string() == "half a sent");
        ticks = state[1].as_int64();
    };
    is_as_left("Hello ");

    std::vector<std::chrono::milliseconds> times;
    std::string now = "Hello ";
    for (int i = 1; i <= edits_wanted(); ++i) {
        const auto next = "Edit " + std::to_string(i) + " ";
        app.replace(source, "\"" + now + "\"", "\"" + next + "\"");
        times.push_back(until_answer(*tool, next + "Ada"));
        now = next;
        is_as_left(now);
    }
    std::ranges::sort(times);
    std::printf("%zu edits: from save to the new answer median %lld ms, worst %lld ms\n",
                times.size(), static_cast<long long>(times[times.size() / 2].count()),
                static_cast<long long>(times.back().count()));

    app.replace(source, "return {\"", "return nonsense{\"");
    wait_long_for(app, "plugin/main.cpp:28:16: ");
    wait_long_for(app, "failed: what runs goes on as it was");
    CHECK_THAT(tool->call_wait("main.App.Greet", R"(["Ada"])", {20s}).json, Contains(now));
    app.replace(source, "return nonsense{\"" + now, "return {\"Mended ");
    until_answer(*tool, "Mended Ada");
    is_as_left("Mended ");

    app.session().signal(SIGTERM);
    CHECK(app.session().wait() == 128 + SIGTERM);
    // WebKit's own see a little later that the window has gone.
    eventually("all has ended", [&] { return app.processes().empty(); });
}
