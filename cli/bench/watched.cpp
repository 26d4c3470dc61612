// SPDX-License-Identifier: MIT
//
// watched — both brokers run all the time, and idle when it is not their turn: idle costs nothing.
// Whoever began in one round is second in the next, so that a machine that gets slower hurts both.
// The one without counters is measured anew beside each way of looking.
#include "cli/bench/watched.hpp"

#include "cli/bench/bench_app.hpp"
#include "cli/bench/process_stats.hpp"
#include "cli/bench/workload.hpp"
#include "cli/commands/record_stream.hpp"
#include "cli/exit_code.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <thread>

namespace fairlead::cli {
namespace {

/// Looks while it is there, and reads all that it is told.
class onlooker {
public:
    onlooker(bench_app const& app, std::string_view filter)
        : broker_{app.connect(wire::peer_role::tool, "onlooker")}, records_{
                                                                       *broker_,
                                                                       "fairlead.control.monitor",
                                                                       filter} {
        // Answered in order: by then it looks.
        if (const auto there = broker_->call_wait("fairlead.methods", "[]", {patience}); !there.ok)
            throw command_failed{exit_code::failure, "bench", there.why.message};
    }
    ~onlooker() {
        records_.end();
        reading_.join();
    }
    onlooker(onlooker const&) = delete;
    onlooker& operator=(onlooker const&) = delete;

private:
    static constexpr std::chrono::seconds patience{15};

    void read() {
        try {
            while (records_.next()) {}
        } catch (command_failed const&) {
            // The broker has gone: whoever measures notices that.
        }
    }

    std::unique_ptr<client::connection> broker_;
    record_stream records_;
    std::thread reading_{[this] { read(); }};
};

class side {
public:
    explicit side(bool counters)
        : app_{bench_plugins{.json = bench_plugins::echo(), .counters = counters}} {}

    /// `filter`: of somebody who looks; null: nobody does.
    watched_side measure(std::size_t in_flight, double seconds, char const* filter) {
        std::optional<onlooker> looks;
        if (filter != nullptr) looks.emplace(app_, filter);
        double before = 0;
        const auto cpu = [this] { return process_stats::of(app_.broker_pid()).cpu_seconds; };
        const auto done = run(
            *caller_,
            {.size = 64, .in_flight = in_flight, .length = std::chrono::duration<double>{seconds}},
            [&] { before = cpu(); });
        return {.per_second = done.per_second(),
                .p50_us = done.round_trips->percentile(0.5) / 1e3,
                .cpu_broker_us =
                    (cpu() - before) / static_cast<double>(done.round_trips->count()) * 1e6};
    }

private:
    bench_app app_;
    std::unique_ptr<client::connection> caller_ = app_.connect();
};

struct way {
    char const* name;
    char const* filter;
};
constexpr std::array ways{way{"counters", nullptr},
                          way{"monitor, of nothing", R"([{"method":"nothing"}])"},
                          way{"monitor, of all", "[]"}};

double median(std::vector<double> all) {
    std::ranges::sort(all);
    return all[all.size() / 2];
}

watched_side medians(std::vector<watched_side> const& all) {
    watched_side middle;
    for (const auto member :
         {&watched_side::per_second, &watched_side::p50_us, &watched_side::cpu_broker_us}) {
        std::vector<double> values;
        for (auto const& one : all) values.push_back(one.*member);
        middle.*member = median(std::move(values));
    }
    return middle;
}

}  // namespace

std::vector<watched_figures> measure_watched(double seconds, unsigned rounds,
                                             std::function<void(std::string const&)> const& say) {
    side without{false}, with{true};
    std::vector<watched_figures> all;
    for (const std::size_t in_flight : {1, 256})
        for (auto const& way : ways) {
            std::array<std::vector<watched_side>, 2> seen;
            std::vector<double> slower, more_cpu;
            for (unsigned round = 0; round < rounds; ++round) {
                say(std::string{"measuring without and with "} + way.name + ", " +
                    std::to_string(in_flight) + " in flight, round " + std::to_string(round + 1) +
                    " of " + std::to_string(rounds) + " …");
                for (const bool first : {true, false}) {
                    const bool looked_at = first == (round % 2 == 1);
                    seen[looked_at ? 1 : 0].push_back(
                        looked_at ? with.measure(in_flight, seconds, way.filter)
                                  : without.measure(in_flight, seconds, nullptr));
                }
                slower.push_back(seen[0].back().per_second / seen[1].back().per_second - 1);
                more_cpu.push_back(seen[1].back().cpu_broker_us / seen[0].back().cpu_broker_us - 1);
            }
            all.push_back({.in_flight = in_flight,
                           .what = way.name,
                           .without = medians(seen[0]),
                           .with = medians(seen[1]),
                           .slower = median(slower),
                           .more_cpu_broker = median(more_cpu)});
        }
    return all;
}

}  // namespace fairlead::cli
