// SPDX-License-Identifier: MIT
//
// ruled — rules for everybody who takes part: the tool that calls, the plugin that answers.
#include "cli/bench/ruled.hpp"

#include "cli/bench/idleness.hpp"
#include "cli/bench/stand.hpp"

#include <array>

namespace fairlead::cli {
namespace {

constexpr unsigned rounds = 5;
constexpr unsigned turns_per_round = 4;  // Of each app and way.
constexpr std::size_t many = 256;

constexpr char const* rules = R"({
    "page":        { "call": ["bench.Echo.Text"], "emit": [] },
    "tool":        { "call": ["bench.*", "!bench.Echo.Burst", "fairlead.*"], "hear": ["bench*"],
                     "emit": [] },
    "plugin echo": { "call": [], "offer": ["bench.*"] } })";

/// Two apps of the same: one asks one call at a time, the other many.
struct two_ways {
    stand single, crowd;
    tally of_single, of_crowd;

    explicit two_ways(bench_plugins const& plugins) : single{plugins}, crowd{plugins} {}

    void measure(std::chrono::duration<double> length) {
        single.measure(of_single, length);
        crowd.measure(of_crowd, length, many);
    }
};

ruled_figures::side medians(std::vector<ruled_figures::side> const& all) {
    ruled_figures::side middle;
    for (const auto member : {&ruled_figures::side::p50_us, &ruled_figures::side::p99_us,
                              &ruled_figures::side::per_second}) {
        std::vector<double> values;
        for (auto const& one : all) values.push_back(one.*member);
        middle.*member = median(std::move(values));
    }
    return middle;
}

}  // namespace

ruled_figures measure_ruled(double seconds, std::function<void(std::string const&)> const& say) {
    const std::chrono::duration<double> turn{seconds / turns_per_round};
    std::array<std::vector<ruled_figures::side>, 2> all;
    for (unsigned round = 0; round < rounds; ++round) {
        say("measuring with permissions and without, round " + std::to_string(round + 1) + " of " +
            std::to_string(rounds) + " …");
        // New ones in each round: where their memory happens to lie is not to decide.
        std::array<std::unique_ptr<two_ways>, 2> apps;
        for (std::size_t i = 0; i < apps.size(); ++i)
            apps[i] = std::make_unique<two_ways>(
                bench_plugins{.json = bench_plugins::echo(), .permissions = i == 0 ? "" : rules});
        let_settle(apps.back()->crowd.app);
        for (unsigned i = 0; i < turns_per_round; ++i)
            for (std::size_t one = 0; one < apps.size(); ++one)
                apps[(one + i + round) % apps.size()]->measure(turn);
        for (std::size_t i = 0; i < apps.size(); ++i)
            all[i].push_back({.p50_us = apps[i]->of_single.us(0.5),
                              .p99_us = apps[i]->of_single.us(0.99),
                              .per_second = apps[i]->of_crowd.per_second()});
    }
    return {.rounds = rounds, .open = medians(all[0]), .ruled = medians(all[1])};
}

}  // namespace fairlead::cli
