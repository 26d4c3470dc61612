// SPDX-License-Identifier: MIT
//
// beside — the good plugin is called alone, then the bad one is started and it is called on.
#include "cli/bench/beside.hpp"

#include "cli/bench/bench_app.hpp"
#include "cli/bench/workload.hpp"
#include "cli/exit_code.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <thread>

namespace fairlead::cli {
namespace {

using clock = std::chrono::steady_clock;
using namespace std::chrono_literals;
namespace json = boost::json;

constexpr unsigned rounds = 3;
constexpr auto patience = 20s;
constexpr char const* named_bad = R"(["bad"])";

struct misdeed {
    char const* how;   ///< The plugin's argument.
    char const* what;  ///< For people.
    char const* more;  ///< In wails.json.
    bool is_called;    ///< It begins with a call.
    bool is_ended;     ///< Sooner or later the broker or the kernel ends it.
    bool is_throttled;
};
constexpr std::array<misdeed, 5> misdeeds{{
    {"spin", "endless loop", "", true, true, false},
    {"spin-thread", "endless loop in a handler", R"(,"limits":{"cpu":0.5})", true, false, true},
    {"leak", "memory leak, 1 GiB/s", R"(,"limits":{"memory":"256MiB"})", false, true, false},
    {"forks", "forks without end", R"(,"limits":{"processes":20})", false, true, false},
    {"log", "lines without end", "", false, false, false},
}};

std::string bad_plugin(misdeed const& one) {
    const json::string self{std::filesystem::read_symlink("/proc/self/exe").native()};
    // Lazy: it is there when we say so, and not before.
    return R"({"name":"bad","exec":)" + json::serialize(self) + R"(,"args":["bench-plugin",")" +
           one.how + R"("],"lazy":true,"methods":["bad.Spin"],"drain":"100ms")" + one.more + "}";
}

class neighbours {
public:
    explicit neighbours(misdeed const& bad)
        : bad_{bad}, app_{bench_plugins{.json = bench_plugins::echo() + "," + bad_plugin(bad),
                                        .log_level = "off"}} {}

    beside_phase as_it_is(double seconds) { return measure(seconds, {}); }
    beside_phase beside(double seconds) {
        return measure(seconds, [this] { begin(); });
    }
    void end() {
        control_->call_wait("fairlead.plugin.stop", named_bad, {patience});
        remember_crash();
    }

    /// Waits for what is going to happen.
    std::string became() {
        const auto until = clock::now() + patience;
        for (;; std::this_thread::sleep_for(50ms)) {
            const auto status =
                control_->call_wait("fairlead.plugin.status", named_bad, {patience});
            if (!status.ok) throw command_failed{exit_code::failure, "bench", status.why.message};
            const auto plugin = json::parse(status.json).as_object();
            auto const* crash = plugin.if_contains("lastCrash");
            const bool is_known = bad_.is_ended       ? crash != nullptr && *crash != crash_before_
                                  : bad_.is_throttled ? plugin.at("throttled").as_bool()
                                                      : true;
            if (!is_known && clock::now() < until) continue;
            return words_of(plugin, crash);
        }
    }

private:
    beside_phase measure(double seconds, std::function<void()> const& when_warm) {
        const std::chrono::duration<double> length{seconds};
        const auto done = run(*caller_, {.size = 64, .in_flight = 1, .length = length}, when_warm);
        return {.per_second = done.per_second(),
                .p50_us = done.round_trips->percentile(0.5) / 1e3,
                .p99_us = done.round_trips->percentile(0.99) / 1e3};
    }
    void begin() {
        control_->call("fairlead.plugin.start", named_bad, {}, [this](client::reply const&) {
            if (bad_.is_called) control_->call("bad.Spin", "[]", {}, [](auto const&) {});
        });
    }
    static std::string words_of(json::object const& plugin, json::value const* crash) {
        std::string words{plugin.at("state").as_string()};
        if (auto const& reason = plugin.at("reason").as_string(); !reason.empty())
            words.append(": ").append(reason);
        if (plugin.at("throttled").as_bool()) words.append(", throttled");
        if (crash != nullptr) words.append("; last crash: ").append(crash->at("how").as_string());
        return words;
    }

    /// To be ended by us is a crash report, too.
    void remember_crash() {
        const auto status = control_->call_wait("fairlead.plugin.status", named_bad, {patience});
        if (!status.ok) return;
        const auto plugin = json::parse(status.json).as_object();
        if (auto const* crash = plugin.if_contains("lastCrash")) crash_before_ = *crash;
    }

    misdeed const& bad_;
    bench_app app_;
    json::value crash_before_;
    std::unique_ptr<client::connection> caller_ = app_.connect(), control_ = app_.connect();
};

beside_phase medians(std::vector<beside_phase> const& all) {
    beside_phase middle;
    for (const auto member :
         {&beside_phase::per_second, &beside_phase::p50_us, &beside_phase::p99_us}) {
        auto sorted = all;
        std::ranges::sort(sorted, {}, member);
        middle.*member = sorted[sorted.size() / 2].*member;
    }
    return middle;
}

}  // namespace

std::vector<beside_figures> measure_beside(double seconds,
                                           std::function<void(std::string const&)> const& say) {
    std::vector<beside_figures> all;
    for (auto const& bad : misdeeds) {
        neighbours app{bad};
        std::vector<beside_phase> alone, beside, known;
        beside_figures figures{
            .what = bad.what, .alone = {}, .beside = {}, .known = {}, .became = {}};
        for (unsigned round = 0; round < rounds; ++round) {
            say("measuring beside: " + figures.what + ", round " + std::to_string(round + 1) +
                " of " + std::to_string(rounds) + " …");
            alone.push_back(app.as_it_is(seconds));
            beside.push_back(app.beside(seconds));
            figures.became = app.became();
            known.push_back(app.as_it_is(seconds));
            app.end();
        }
        figures.alone = medians(alone);
        figures.beside = medians(beside);
        figures.known = medians(known);
        all.push_back(std::move(figures));
    }
    return all;
}

}  // namespace fairlead::cli
