// SPDX-License-Identifier: MIT
//
// paused — the others are connections of this process, so that their clock is the emitter's.
#include "cli/bench/paused.hpp"

#include "cli/bench/bench_app.hpp"
#include "cli/bench/histogram.hpp"
#include "cli/bench/idleness.hpp"
#include "cli/bench/process_stats.hpp"
#include "cli/bench/stamped_event.hpp"
#include "cli/exit_code.hpp"

#include <sys/prctl.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <fstream>
#include <thread>
#include <vector>

namespace fairlead::cli {
namespace {

using clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr char const* topic = "bench/flood";
constexpr char const* joined_topic = "bench/joined";
constexpr unsigned others = 3;
constexpr unsigned rounds = 3;
constexpr double rate = 100'000;
constexpr auto burst_every = 100us;
constexpr auto patience = 30s;

void wait_for(std::function<bool()> const& done, char const* what) {
    const auto until = clock::now() + patience;
    while (!done()) {
        if (clock::now() > until) throw command_failed{exit_code::timeout, "bench", what};
        std::this_thread::sleep_for(200us);
    }
}

/// Counts on its connection's thread; read when all that was emitted has been heard.
class listener {
public:
    explicit listener(bench_app const& app) : broker_{app.connect()} {
        broker_->subscribe(
            topic, [this](auto, std::string_view data) { hear(data); },
            [this](client::reply const& reply) { listens_ = reply.ok; });
    }
    bool listens() const { return listens_; }
    std::uint64_t heard() const { return heard_.load(std::memory_order_acquire); }
    std::uint64_t wrong() const { return wrong_; }
    clock::time_point last_at() const { return last_at_; }
    histogram take_delays() { return std::exchange(delays_, {}); }

private:
    void hear(std::string_view data) {
        last_at_ = clock::now();
        const auto event = stamped_event::parse(data);
        const auto number = heard_.load(std::memory_order_relaxed);
        if (!event || event->number != number) ++wrong_;
        if (event)
            delays_.add(static_cast<std::uint64_t>(
                (last_at_.time_since_epoch() - event->emitted_at).count()));
        heard_.store(number + 1, std::memory_order_release);
    }

    histogram delays_;
    std::uint64_t wrong_ = 0;
    clock::time_point last_at_;
    std::atomic<std::uint64_t> heard_{0};
    std::atomic<bool> listens_{false};
    std::unique_ptr<client::connection> broker_;  // Last: its thread uses the others.
};

class flood {
public:
    explicit flood(bench_app const& app) : app_{app} {
        for (unsigned i = 0; i < others; ++i) listeners_.push_back(std::make_unique<listener>(app));
        std::atomic<bool> joined{false};
        emitter_->subscribe(joined_topic, [&](auto, auto) { joined = true; });
        emitter_->call_wait("fairlead.list", "[]", {patience});  // The subscription is in force.
        paused_.emplace(child_process::start(
            {.program = std::filesystem::read_symlink("/proc/self/exe"),
             .args = {"bench-subscriber", app.socket().native()},
             // Should we be killed while it is stopped, the kernel ends it: an orphaned group.
             .own_group = true}));
        wait_for(
            [&] {
                return joined && std::ranges::all_of(
                                     listeners_, [](auto const& one) { return one->listens(); });
            },
            "subscriptions are not answered");
        emitter_->unsubscribe(joined_topic);
        emitter_->call_wait("fairlead.list", "[]", {patience});  // `joined` is not used any more.
    }
    ~flood() { go_on(); }
    flood(flood const&) = delete;
    flood& operator=(flood const&) = delete;

    void stop() {
        paused_->signal(SIGSTOP);
        wait_for(
            [&] {
                std::ifstream stat{"/proc/" + std::to_string(paused_->pid()) + "/stat"};
                std::string number, name, state;
                return (stat >> number >> name >> state) && state == "T";
            },
            "the subscriber does not stop");
    }
    void go_on() { paused_->signal(SIGCONT); }

    paused_phase run(std::chrono::duration<double> length) {
        const auto first = sent_;
        const auto begun = clock::now();
        const auto events = static_cast<std::uint64_t>(rate * length.count());
        for (auto next = begun; sent_ < first + events; next += burst_every) {
            std::this_thread::sleep_until(next);
            const std::chrono::duration<double> passed = clock::now() - begun;
            const auto due =
                first + std::min(events, static_cast<std::uint64_t>(passed.count() * rate));
            while (sent_ < due && emit_next()) {}
            if (passed > length + patience)
                throw command_failed{exit_code::timeout, "bench", "the broker takes no events"};
        }
        wait_until_heard();
        auto last = begun;
        histogram delays;
        for (auto const& one : listeners_) {
            last = std::max(last, one->last_at());
            delays.add(one->take_delays());
        }
        const std::chrono::duration<double> took = last - begun;
        return {.per_second = static_cast<double>(events) / took.count(),
                .p50_us = delays.percentile(0.5) / 1e3,
                .p99_us = delays.percentile(0.99) / 1e3};
    }

    std::uint64_t sent() const { return sent_; }
    std::uint64_t lost() const {
        std::uint64_t lost = 0;
        for (auto const& one : listeners_) lost += sent_ - one->heard() + one->wrong();
        return lost;
    }

private:
    /// False: not now; nothing is left out.
    bool emit_next() {
        const auto json = stamped_event{sent_, clock::now().time_since_epoch()}.as_json();
        if (!emitter_->emit(topic, {json.data(), json.size()})) return false;
        ++sent_;
        return true;
    }
    /// What does not come any more within a second is lost: lost() will say so.
    void wait_until_heard() const {
        const auto heard = [&] {
            std::uint64_t sum = 0;
            for (auto const& one : listeners_) sum += one->heard();
            return sum;
        };
        auto before = heard();
        for (auto since = clock::now(); before < sent_ * others && clock::now() < since + 1s;) {
            std::this_thread::sleep_for(200us);
            if (const auto now = heard(); now != before) {
                before = now;
                since = clock::now();
            }
        }
    }

    bench_app const& app_;
    std::vector<std::unique_ptr<listener>> listeners_;
    std::unique_ptr<client::connection> emitter_ = app_.connect();
    std::optional<child_process> paused_;
    std::uint64_t sent_ = 0;
};

paused_phase medians(std::vector<paused_phase> const& all) {
    paused_phase middle;
    for (const auto member :
         {&paused_phase::per_second, &paused_phase::p50_us, &paused_phase::p99_us}) {
        auto sorted = all;
        std::ranges::sort(sorted, {}, member);
        middle.*member = sorted[sorted.size() / 2].*member;
    }
    return middle;
}

}  // namespace

paused_figures measure_paused(double seconds, std::function<void(std::string const&)> const& say) {
    ::prctl(PR_SET_TIMERSLACK, 1UL);  // Or each pause of the emitter would take 50 µs longer.
    const std::chrono::duration<double> length{seconds};
    const bench_app app;
    flood events{app};
    events.run(std::min(length, std::chrono::duration<double>{0.3}));  // Warm.

    paused_figures figures{.rounds = rounds, .wanted_per_second = rate};
    figures.resident_before = process_stats::of(app.broker_pid()).resident_bytes;
    std::vector<paused_phase> awake, paused;
    for (unsigned round = 0; round < rounds; ++round) {
        const auto turn = ", round " + std::to_string(round + 1) + " of " + std::to_string(rounds);
        say("measuring events, all subscribers awake" + turn + " …");
        awake.push_back(events.run(length));
        say("measuring events, one of four subscribers paused" + turn + " …");
        events.stop();
        paused.push_back(events.run(length));
        figures.resident_after = process_stats::of(app.broker_pid()).resident_bytes;
        events.go_on();
        let_settle(app);  // It reads what has waited for it.
    }
    figures.resident_at_most = peak_bytes(app.broker_pid());
    figures.all_awake = medians(awake);
    figures.one_paused = medians(paused);
    figures.events = events.sent();
    figures.lost = events.lost();
    return figures;
}

int run_paused_subscriber(std::string const& socket) {
    client::connect_options options;
    options.socket = socket;
    options.name = "paused";
    const auto broker = client::connection::connect(std::move(options));
    std::atomic<bool> over{false};
    broker->on_closed([&](auto) {
        over = true;
        over.notify_one();
    });
    broker->subscribe(
        topic, [](auto, auto) {},
        [&](client::reply const& reply) {
            if (reply.ok) broker->emit(joined_topic, "[]");
        });
    over.wait(false);
    return 0;
}

}  // namespace fairlead::cli
