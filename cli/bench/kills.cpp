// SPDX-License-Identifier: MIT
//
// kills — SIGKILL while two callers wait for an answer; then one of them asks again.
#include "cli/bench/kills.hpp"

#include "cli/bench/bench_app.hpp"
#include "cli/bench/process_stats.hpp"
#include "cli/exit_code.hpp"

#include <boost/json.hpp>

#include <chrono>
#include <condition_variable>
#include <csignal>
#include <fstream>
#include <iterator>
#include <mutex>
#include <optional>
#include <thread>

namespace fairlead::cli {
namespace {

using clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr auto patience = 15s;
constexpr unsigned kills_before = 20;  // What is made once is made.

std::uint64_t nanoseconds(clock::duration time) { return static_cast<std::uint64_t>(time.count()); }

/// A call that the plugin never answers.
class open_call {
public:
    explicit open_call(client::connection& caller) {
        caller.call("bench.Patient.Wait", "[]", {}, [this](client::reply const& reply) {
            const std::lock_guard lock{mutex_};
            ended_at_ = clock::now();
            code_ = reply.ok ? errc{} : reply.code;
            ended_.notify_one();
        });
        // Behind it on the same way: once this is answered the plugin has that one.
        caller.call_wait("bench.Echo.TextSize", R"([""])", {patience});
    }
    clock::time_point wait() {
        std::unique_lock lock{mutex_};
        if (!ended_.wait_for(lock, patience, [&] { return ended_at_.has_value(); }))
            throw command_failed{exit_code::timeout, "bench", "an open call outlives its plugin"};
        if (code_ != errc::backend_gone)
            throw command_failed{exit_code::failure, "bench",
                                 "an open call ended with " + std::string{to_text(code_)}};
        return *ended_at_;
    }

private:
    std::mutex mutex_;
    std::condition_variable ended_;
    std::optional<clock::time_point> ended_at_;
    errc code_{};
};

pid_t echo_pid(client::connection& broker) {
    const auto status = broker.call_wait("fairlead.plugin.status", R"(["echo"])", {patience});
    if (!status.ok) throw command_failed{exit_code::failure, "bench", status.why.message};
    return boost::json::parse(status.json).at("pid").to_number<pid_t>();
}

std::size_t children_of(pid_t pid) {
    const auto number = std::to_string(pid);
    std::ifstream list{"/proc/" + number + "/task/" + number + "/children"};
    return static_cast<std::size_t>(
        std::distance(std::istream_iterator<pid_t>{list}, std::istream_iterator<pid_t>{}));
}

/// How many calls were refused before one was answered.
unsigned ask_until_answered(client::connection& caller) {
    const auto until = clock::now() + patience;
    for (unsigned refused = 0;; ++refused) {
        const auto answer = caller.call_wait("bench.Echo.TextSize", R"([""])", {patience});
        if (answer.ok) return refused;
        if (clock::now() > until)
            throw command_failed{exit_code::timeout, "bench",
                                 "the plugin does not come back: " + answer.why.message};
        std::this_thread::sleep_for(200us);
    }
}

}  // namespace

kill_figures measure_kills(unsigned kills, std::function<void(std::string const&)> const& say) {
    // "goodUptime": it is not the crash loop that is measured, but a death of one that ran well.
    const bench_app app{
        bench_plugins{.json = bench_plugins::echo(
                          R"(,"restart":{"goodUptime":"1ms","deaths":1000000,"within":"1ms"})"),
                      .log_level = "off"}};
    const auto caller = app.connect(), other = app.connect();
    kill_figures figures{.kills = kills};
    auto pid = app.plugin_pid();
    const auto kill_one = [&](bool counts) {
        open_call mine{*caller}, others{*other};
        const auto killed_at = clock::now();
        ::kill(pid, SIGKILL);
        const auto rejected = mine.wait();
        const auto refused = ask_until_answered(*caller);
        const auto answered = clock::now();
        const auto rejected_others = others.wait();
        if (counts) {
            figures.after->rejected.add(nanoseconds(rejected - killed_at));
            figures.after->answers.add(nanoseconds(answered - killed_at));
            figures.after->rejected_others.add(nanoseconds(rejected_others - killed_at));
            figures.refused += refused;
        }
        const auto next = echo_pid(*caller);
        if (next == pid || next == 0)
            throw command_failed{exit_code::failure, "bench", "nobody came in its place"};
        pid = next;
    };
    const auto holds = [&] {
        return kill_figures::holdings{.descriptors = open_descriptors(app.broker_pid()),
                                      .children = children_of(app.broker_pid()),
                                      .own_bytes = own_bytes(app.broker_pid())};
    };
    for (unsigned i = 0; i < kills_before; ++i) kill_one(false);
    figures.before = holds();
    const auto begun = clock::now();
    for (unsigned i = 0; i < kills; ++i) {
        if (i % 10 == 0)
            say("killing a plugin, " + std::to_string(i) + " of " + std::to_string(kills) + " …");
        kill_one(true);
    }
    figures.seconds = std::chrono::duration<double>(clock::now() - begun).count();
    figures.at_end = holds();
    return figures;
}

}  // namespace fairlead::cli
