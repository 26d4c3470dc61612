// SPDX-License-Identifier: MIT
//
// watched — two brokers are there all the time, and idle when it is not their turn: idle costs
// nothing. Three things make the same calls differ by a tenth and more, and none is to decide. What
// else the machine does changes within seconds: turns are a few milliseconds long, whoever began in
// one is second in the next, and neighbours are compared. Where memory happens to lie differs from
// broker to broker: each round has new ones. Which processes share a processor differs, too: they
// are kept in their places, broker and plugin together, so that nothing that the broker does goes
// unseen.
#include "cli/bench/watched.hpp"

#include "cli/bench/idleness.hpp"
#include "cli/bench/processor_places.hpp"
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

using seconds = std::chrono::duration<double>;
constexpr std::chrono::milliseconds turn{5};

struct way {
    char const* name;
    bool counters_without;
    std::string_view filter;  ///< Of somebody who looks at the second one; empty: nobody does.
};
/// A monitor's rate is of seconds that pass, and its broker is asked in half of them: half of what
/// it is if nothing is said.
constexpr std::array ways{way{"nothing: noise", true, {}}, way{"counters", false, {}},
                          way{"monitor, of nothing", true, R"([{"method":"nothing"}])"},
                          way{"monitor, of all", true, R"([{"rate":500}])"}};

/// Side by side.
class pair_of_apps {
public:
    pair_of_apps(way const& what, unsigned processor)
        : apps_{stand{{.json = bench_plugins::echo(), .counters = what.counters_without}},
                stand{}} {
        for (auto const& one : apps_)
            for (const auto pid : {one.app.broker_pid(), one.app.plugin_pid()})
                keep_on(pid, processor);
        if (!what.filter.empty()) looks_.emplace(apps_[1].app, what.filter);
        let_settle(apps_[1].app);
    }
    /// The median of how much slower the second one was.
    double measure(seconds each, std::size_t in_flight) {
        std::vector<double> slower;
        for (auto left = each; left.count() > 0; left -= turn) {
            const std::size_t first = slower.size() % 2;
            std::array<double, 2> rate{};
            for (const auto one : {first, 1 - first})
                rate[one] = apps_[one].measure(seen[one], turn, in_flight);
            slower.push_back(rate[0] / rate[1] - 1);
        }
        return median(std::move(slower));
    }

    std::array<tally, 2> seen;

private:
    std::array<stand, 2> apps_;
    std::optional<onlooker> looks_;
};

watched_side figures_of(tally const& one) {
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

watched_figures compare(way const& what, std::size_t in_flight, seconds each, unsigned rounds,
                        unsigned processor) {
    std::vector<watched_side> without, with;
    std::vector<double> slower, more_cpu;
    for (unsigned round = 0; round < rounds; ++round) {
        const auto apps = std::make_unique<pair_of_apps>(what, processor);
        slower.push_back(apps->measure(each, in_flight));
        without.push_back(figures_of(apps->seen[0]));
        with.push_back(figures_of(apps->seen[1]));
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

std::vector<watched_figures> measure_watched(double each, unsigned rounds,
                                             std::function<void(std::string const&)> const& say) {
    const auto processors = allowed_processors();
    const kept_on calls{processors.front()};  // Us: who calls, and who looks.
    std::vector<watched_figures> all;
    for (const std::size_t in_flight : {1, 256})
        for (auto const& way : ways) {
            say(std::string{"measuring without and with "} + way.name + ", " +
                std::to_string(in_flight) + " in flight …");
            all.push_back(compare(way, in_flight, seconds{each}, rounds, processors.back()));
        }
    return all;
}

}  // namespace fairlead::cli
