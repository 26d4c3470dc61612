// SPDX-License-Identifier: MIT
//
// watched — two brokers run all the time, and idle when it is not their turn: idle costs nothing.
// Turns are short and whoever began in one is second in the next, so that the machine's moods meet
// both. Each round has new ones: where their memory happens to lie is not to decide.
#include "cli/bench/watched.hpp"

#include "cli/bench/idleness.hpp"
#include "cli/bench/stand.hpp"
#include "cli/commands/record_stream.hpp"
#include "cli/exit_code.hpp"

#include <algorithm>
#include <array>
#include <cmath>
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

struct way {
    char const* name;
    bool counters_without, counters_with;
    char const* filter;  ///< Of somebody who looks at the second one; null: nobody does.
};
constexpr std::array ways{way{"nothing: this machine's noise", true, true, nullptr},
                          way{"counters", false, true, nullptr},
                          way{"monitor, of nothing", true, true, R"([{"method":"nothing"}])"},
                          way{"monitor, of all", true, true, "[]"}};
constexpr unsigned turns_per_round = 12;  // Of each.

struct pair_of_apps {
    stand without, with;
    std::optional<onlooker> looks;

    explicit pair_of_apps(way const& what)
        : without{{.json = bench_plugins::echo(), .counters = what.counters_without}},
          with{{.json = bench_plugins::echo(), .counters = what.counters_with}} {
        if (what.filter != nullptr) looks.emplace(with.app, what.filter);
        let_settle(with.app);
    }
    void measure(std::chrono::duration<double> turn, std::size_t in_flight) {
        for (unsigned i = 0; i < turns_per_round; ++i) {
            (i % 2 == 0 ? without : with).measure(turn, in_flight);
            (i % 2 == 0 ? with : without).measure(turn, in_flight);
        }
    }
};

watched_side figures_of(stand const& one) {
    return {.per_second = one.per_second(),
            .p50_us = one.us(0.5),
            .cpu_broker_us = one.broker_cpu_us()};
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

/// Of a median; McGill, Tukey and Larsen's notches: 1.57 × the middle half's width / √n.
double give_or_take(std::vector<double> all) {
    std::ranges::sort(all);
    const auto width = all[all.size() * 3 / 4] - all[all.size() / 4];
    return 1.57 * width / std::sqrt(static_cast<double>(all.size()));
}

watched_figures compare(way const& what, std::size_t in_flight, double seconds, unsigned rounds) {
    const std::chrono::duration<double> turn{seconds / turns_per_round};
    std::vector<watched_side> without, with;
    std::vector<double> slower, more_cpu;
    for (unsigned round = 0; round < rounds; ++round) {
        pair_of_apps apps{what};
        apps.measure(turn, in_flight);
        without.push_back(figures_of(apps.without));
        with.push_back(figures_of(apps.with));
        slower.push_back(without.back().per_second / with.back().per_second - 1);
        more_cpu.push_back(with.back().cpu_broker_us / without.back().cpu_broker_us - 1);
    }
    return {.in_flight = in_flight,
            .what = what.name,
            .without = medians(without),
            .with = medians(with),
            .slower = median(slower),
            .slower_give_or_take = give_or_take(slower),
            .more_cpu_broker = median(more_cpu)};
}

}  // namespace

std::vector<watched_figures> measure_watched(double seconds, unsigned rounds,
                                             std::function<void(std::string const&)> const& say) {
    std::vector<watched_figures> all;
    for (const std::size_t in_flight : {1, 256})
        for (auto const& way : ways) {
            say(std::string{"measuring without and with "} + way.name + ", " +
                std::to_string(in_flight) + " in flight …");
            all.push_back(compare(way, in_flight, seconds, rounds));
        }
    return all;
}

}  // namespace fairlead::cli
