// SPDX-License-Identifier: MIT
//
// beside — the good plugin is called while the bad one runs, and every few moments without it: then
// the bad one is stopped by SIGSTOP. So both sides of a ratio are of the same seconds, and the
// machine's moods meet both.
#include "cli/bench/beside.hpp"

#include "cli/bench/page_app.hpp"
#include "cli/bench/stand.hpp"
#include "cli/exit_code.hpp"

#include <boost/json.hpp>

#include <signal.h>

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

/// Who calls the good plugin.
class caller {
public:
    virtual ~caller() = default;
    virtual call_rate call_for(std::chrono::duration<double> length) = 0;
    /// Beside it.
    virtual client::connection& tool() = 0;
};

class calling_tool final : public caller {
public:
    explicit calling_tool(std::string const& more_plugins)
        : app_{{.json = bench_plugins::echo() + more_plugins, .log_level = "off"}} {}

    call_rate call_for(std::chrono::duration<double> length) override {
        const auto done = run(*calls_, {.size = 64, .in_flight = 1, .length = length});
        return {.per_second = done.per_second(),
                .p50_us = done.round_trips->percentile(0.5) / 1e3,
                .p99_us = done.round_trips->percentile(0.99) / 1e3};
    }
    client::connection& tool() override { return *tool_; }

private:
    bench_app app_;
    std::unique_ptr<client::connection> calls_ = app_.connect(), tool_ = app_.connect();
};

class calling_page final : public caller {
public:
    explicit calling_page(std::string const& more_plugins)
        : app_{"in-page",
               display_,
               {.json = bench_plugins::echo() + more_plugins, .log_level = "off"}} {}

    call_rate call_for(std::chrono::duration<double> length) override {
        return app_.call_for(length);
    }
    client::connection& tool() override { return app_.tool(); }

private:
    virtual_display display_;
    page_app app_;
};

/// What the kernel shows of a plugin that has gone: nothing, so it cannot be stopped by mistake.
class stopped {
public:
    explicit stopped(pid_t pid) : pid_{pid} { send(SIGSTOP); }
    ~stopped() { send(SIGCONT); }
    stopped(stopped const&) = delete;
    stopped& operator=(stopped const&) = delete;

private:
    void send(int number) const {
        if (pid_ > 0) ::kill(pid_, number);
    }
    pid_t pid_;
};

call_rate medians(std::vector<call_rate> const& all) {
    call_rate middle;
    for (const auto member : {&call_rate::per_second, &call_rate::p50_us, &call_rate::p99_us}) {
        std::vector<double> values;
        for (auto const& one : all) values.push_back(one.*member);
        middle.*member = median(std::move(values));
    }
    return middle;
}

/// Of several turns, or of several rounds.
struct both_sides {
    std::vector<call_rate> alone, beside;
    std::vector<double> ratios;

    void add(call_rate const& without, call_rate const& with) {
        alone.push_back(without);
        beside.push_back(with);
        ratios.push_back(with.per_second / without.per_second);
    }
    beside_phase phase() const {
        const auto [least, most] = std::ranges::minmax(ratios);
        return {.alone = medians(alone),
                .beside = medians(beside),
                .ratio = median(ratios),
                .least = least,
                .most = most};
    }
};

class neighbours {
public:
    neighbours(misdeed const& bad, good_caller who) : bad_{bad} {
        const auto more = "," + bad_plugin(bad);
        if (who == good_caller::page) caller_ = std::make_unique<calling_page>(more);
        else caller_ = std::make_unique<calling_tool>(more);
    }

    void warm_up() { caller_->call_for(1s); }
    void begin() {
        auto& tool = caller_->tool();
        tool.call("fairlead.plugin.start", named_bad, {}, [this, &tool](client::reply const&) {
            if (bad_.is_called) tool.call("bad.Spin", "[]", {}, [](auto const&) {});
        });
    }
    /// Without it and with it for so long in all.
    beside_phase in_turns(double seconds) {
        const std::chrono::duration<double> pair{seconds / pairs};
        both_sides all;
        for (unsigned i = 0; i < pairs; ++i) {
            // Twice as long beside it: were it stopped for half of the time it would look calm.
            const auto beside = caller_->call_for(2 * pair / 3);
            const stopped for_a_moment{bad_pid()};
            all.add(caller_->call_for(pair / 3), beside);
        }
        return all.phase();
    }
    void end() {
        ask("fairlead.plugin.stop");
        remember_crash();
    }

    /// Waits for what is going to happen.
    std::string became() {
        const auto until = clock::now() + patience;
        for (;; std::this_thread::sleep_for(50ms)) {
            const auto plugin = status();
            auto const* crash = plugin.if_contains("lastCrash");
            const bool is_known = bad_.is_ended       ? crash != nullptr && *crash != crash_before_
                                  : bad_.is_throttled ? plugin.at("throttled").as_bool()
                                                      : true;
            if (!is_known && clock::now() < until) continue;
            return words_of(plugin, crash);
        }
    }

private:
    static constexpr unsigned pairs = 15;

    client::connection::answer ask(char const* what) {
        return caller_->tool().call_wait(what, named_bad, {patience});
    }
    json::object status() {
        const auto reply = ask("fairlead.plugin.status");
        if (!reply.ok) throw command_failed{exit_code::failure, "bench", reply.why.message};
        return json::parse(reply.json).as_object();
    }
    /// 0: it does not run.
    pid_t bad_pid() { return status().at("pid").to_number<pid_t>(); }
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
        const auto plugin = status();
        if (auto const* crash = plugin.if_contains("lastCrash")) crash_before_ = *crash;
    }

    misdeed const& bad_;
    json::value crash_before_;
    std::unique_ptr<caller> caller_;
};

}  // namespace

std::vector<beside_figures> measure_beside(double seconds, good_caller who,
                                           std::function<void(std::string const&)> const& say) {
    std::vector<beside_figures> all;
    for (auto const& bad : misdeeds) {
        neighbours app{bad, who};
        app.warm_up();
        both_sides first, known;
        beside_figures figures;
        figures.what = bad.what;
        for (unsigned round = 0; round < rounds; ++round) {
            say("measuring beside: " + figures.what + ", round " + std::to_string(round + 1) +
                " of " + std::to_string(rounds) + " …");
            app.begin();
            const auto from_its_start = app.in_turns(seconds);
            first.add(from_its_start.alone, from_its_start.beside);
            figures.became = app.became();
            const auto once_known = app.in_turns(seconds);
            known.add(once_known.alone, once_known.beside);
            app.end();
        }
        figures.first = first.phase();
        figures.known = known.phase();
        all.push_back(std::move(figures));
    }
    return all;
}

}  // namespace fairlead::cli
