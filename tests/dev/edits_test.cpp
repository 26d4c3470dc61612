// SPDX-License-Identifier: MIT
//
// edits_test — a new app, and its plugin's source saved again and again while calls go on.
// FAIRLEAD_TEST_EDITS says how often (2); the times are printed, no test hangs on them.
#include "tests/dev/dev_app.hpp"
#include "tests/support/catch.hpp"

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>

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

}  // namespace

TEST_CASE("a saved source is the next call's code, and a wrong one changes nothing", "[system]") {
    dev_app app;
    REQUIRE(
        run_fairlead(app.runtime(), {"init", "-n", "demo", "-t", "plugin-only", "-d", app.path()})
            .code == 0);
    app.start();
    wait_long_for(app, "demo runs");
    const auto tool = app.tool();
    CHECK_THAT(tool->call_wait("main.App.Greet", R"(["Ada"])", {20s}).json, Contains("Hello Ada"));

    std::vector<std::chrono::milliseconds> times;
    std::string now = "Hello ";
    for (int i = 1; i <= edits_wanted(); ++i) {
        const auto next = "Edit " + std::to_string(i) + " ";
        app.replace(source, "\"" + now + "\"", "\"" + next + "\"");
        times.push_back(until_answer(*tool, next + "Ada"));
        now = next;
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

    app.session().signal(SIGTERM);
    CHECK(app.session().wait() == 128 + SIGTERM);
    CHECK(app.processes().empty());
}
