// SPDX-License-Identifier: MIT
//
// window_reload — documents that are replaced in mid-call, again and again: each call ends once,
// and nothing is left of any of them.
//
// FAIRLEAD_TEST_RELOADS=1000 makes a long run of the first two.
#include "tests/support/catch.hpp"
#include "tests/support/paths.hpp"
#include "tests/support/process_figures.hpp"
#include "tests/support/webkit_sandbox.hpp"
#include "tests/support/window_app.hpp"

#include <boost/json.hpp>

#include <array>
#include <cstdio>
#include <cstdlib>

using namespace fairlead::tests;

namespace {

constexpr int calls_a_round = 1'000;
constexpr int warm_up = 5;

/// Each document adds to an account that its successor finds.
constexpr std::string_view script = R"js(
  const past = JSON.parse(sessionStorage.past ||
    '{"documents":0,"asked":0,"answered":0,"failed":0,"astray":0}');
  past.documents += 1;
  window.past = past;
  window.storm = (calls) => {
    const { Ask, Hold } = window.go.witness.Desk;
    for (let i = 0; i < calls; i += 1) {
      past.asked += 1;
      (i % 10 === 0 ? Hold() : Ask()).then(() => { past.answered += 1; },
                                           () => { past.failed += 1; });
    }
  };
  addEventListener('pagehide', () => {
    const { lateReplies, staleTurns, repeatedTurns, failedItems } = wails.stats;
    past.astray += lateReplies + staleTurns + repeatedTurns + failedItems;
    sessionStorage.past = JSON.stringify(past);
  });
)js";

int rounds_or(int usual) {
    char const* given = std::getenv("FAIRLEAD_TEST_RELOADS");
    return given != nullptr ? std::atoi(given) : usual;
}

struct figures {
    struct process {
        std::size_t descriptors;
        double resident;
    };
    std::array<process, 4> of;
    static constexpr std::array names{"broker", "plugin", "window", "web process"};
};

class reloaded_app {
public:
    explicit reloaded_app(page_path const& path, std::map<std::string, std::string> environment)
        : app_{path, script, std::move(environment)}, witness_{app_.beside(
                                                          program_dir().parent_path() /
                                                              "tests/witness_plugin",
                                                          {app_.socket()})},
          pages_{path == "in-page" ? 1U : 0U} {
        witness_.read_line_with("ready");
        app_.page().reload();  // Its methods are known from here on.
        wait_for_document();
        pids_ = {app_.broker_pid(), witness_.pid(), app_.host_pid(), app_.web_process_pid()};
    }

    void reload_in_mid_call(int round) {
        const auto storm = "storm(" + std::to_string(calls_a_round) + ");";
        // By the page itself, at once; or from outside, when some have been answered.
        if (round % 2 == 0) {
            app_.page().run(storm + "location.reload();");
        } else {
            app_.page().run(storm);
            app_.page().reload();
        }
        wait_for_document();
    }

    /// What the plugin has seen, once nothing is open any more.
    boost::json::value account() {
        boost::json::value now;
        eventually("every call has ended", [&] {
            now = app_.page().run_async("return await window.go.witness.Desk.Account();");
            return now.at("open").as_int64() == 0;
        });
        return now;
    }
    boost::json::value past() { return app_.page().run("return past;"); }

    /// Sessions beside those of this app's own processes.
    bool is_clean() {
        return app_.page_sessions() == pages_ && app_.calls_in_flight() == 0 &&
               app_.web_process_pid() == pids_[3];
    }
    figures look() {
        figures now{};
        for (std::size_t i = 0; i < pids_.size(); ++i)
            now.of[i] = {descriptors_of(pids_[i]), resident_of(pids_[i])};
        return now;
    }

private:
    void wait_for_document() {
        app_.page().wait_for("window.past && past.documents === " + std::to_string(++documents_) +
                             " && wails.path !== 'asking'");
    }

    window_app app_;
    child witness_;
    std::size_t pages_;
    int documents_ = 1;
    std::array<pid_t, 4> pids_{};
};

void print(int rounds, figures const& before, figures const& after, boost::json::value const& seen,
           boost::json::value const& past) {
    std::printf("%d reloads; the plugin: %s; the pages: %s\n", rounds,
                boost::json::serialize(seen).c_str(), boost::json::serialize(past).c_str());
    for (std::size_t i = 0; i < figures::names.size(); ++i)
        std::printf("  %-12s descriptors %zu -> %zu, resident %.1f -> %.1f MiB\n",
                    figures::names[i], before.of[i].descriptors, after.of[i].descriptors,
                    before.of[i].resident, after.of[i].resident);
}

void reload_often(page_path const& path, int rounds,
                  std::map<std::string, std::string> environment = {}) {
    CAPTURE(path, rounds);
    reloaded_app app{path, std::move(environment)};
    for (int i = 0; i < warm_up; ++i) app.reload_in_mid_call(i);
    eventually("the first are gone", [&] { return app.is_clean(); });
    const auto before = app.look();
    for (int i = 0; i < rounds; ++i) app.reload_in_mid_call(i);
    eventually("the last one's is the only session, and no call is in flight",
               [&] { return app.is_clean(); });

    const auto seen = app.account();
    const auto past = app.past();
    print(rounds, before, app.look(), seen, past);
    CHECK(seen.at("wrong").as_int64() == 0);
    CHECK(seen.at("taken_back").as_int64() == seen.at("held").as_int64());
    CHECK(seen.at("held").as_int64() >= rounds);  // The calls did come as far as the plugin.
    CHECK(past.at("astray").as_int64() == 0);
    CHECK(past.at("failed").as_int64() == 0);
    CHECK(past.at("answered").as_int64() <= seen.at("asked").as_int64());
    eventually("descriptors are closed and memory is given back", [&] {
        const auto after = app.look();
        for (std::size_t i = 0; i < after.of.size(); ++i) {
            // WebKit opens and closes some of its own; a channel is three or four a round.
            if (after.of[i].descriptors > before.of[i].descriptors + 8) return false;
            if (memory_is_given_back && after.of[i].resident > before.of[i].resident + 64)
                return false;
        }
        return true;
    });
}

}  // namespace

TEST_CASE("reloads in the middle of a thousand calls: each ends once, and nothing is left behind",
          "[system][window]") {
    reload_often(GENERATE(from_range(page_paths())), rounds_or(20));
}

TEST_CASE("the same in WebKit's sandbox", "[system][window]") {
    if (const auto why = why_no_sandbox(); !why.empty()) {
        WARN("not tried: " << why);
        return;
    }
    reload_often(page_paths().front(), rounds_or(10), {{"FAIRLEAD_PAGE_SANDBOX", "1"}});
}

TEST_CASE("a call that is open when the page reloads is taken back from its plugin",
          "[system][window]") {
    window_app app{GENERATE(from_range(page_paths()))};
    app.page().run("window.go.main.App.Slow(20000).catch(() => {});");
    eventually("the call is on its way", [&] { return app.calls_in_flight() == 1; });
    app.page().reload();
    eventually("the call is taken back", [&] { return app.calls_in_flight() == 0; });
}
