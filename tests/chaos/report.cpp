// SPDX-License-Identifier: MIT
//
// report — on stdout, for people.
#include "tests/chaos/report.hpp"

#include <cstdio>
#include <deque>
#include <fstream>

namespace fairlead::chaos {
namespace {

constexpr std::size_t log_lines_shown = 60;
constexpr std::size_t calls_shown = 20;

void print_row(std::string const& name, std::uint64_t count) {
    std::printf("  %-48s %12llu\n", name.c_str(), static_cast<unsigned long long>(count));
}

}  // namespace

void print_table(tally const& counts, std::uint64_t seed,
                 std::chrono::steady_clock::duration time) {
    std::printf("\nchaos, seed %llu\n", static_cast<unsigned long long>(seed));
    std::printf("  %-48s %12.1f\n", "minutes", std::chrono::duration<double>(time).count() / 60);
    print_row("events heard", counts.events);
    print_row("bytes checked", counts.bytes);
    for (auto const& [table, rows] : counts.tables()) {
        if (rows.size() > 1) std::printf("%s\n", table.c_str());
        for (auto const& [row, count] : rows) print_row(rows.size() > 1 ? row : table, count);
    }
    print_row("calls, all together", counts.sum("calls"));
    print_row("kills, all together", counts.sum("kills"));
    print_row("violations, leaks among them", counts.sum("violations"));
    std::fflush(stdout);
}

void print_violation(violation const& what, stage const& all, std::uint64_t seed,
                     std::uint64_t step, std::vector<std::string> const& lately) {
    std::printf("\nVIOLATION, seed %llu, step %llu\n  %s\n\nthe last steps\n",
                static_cast<unsigned long long>(seed), static_cast<unsigned long long>(step),
                what.what());
    for (auto const& line : lately) std::printf("  %s\n", line.c_str());
    std::printf("\nprocesses\n");
    for (auto const& one : all.app.processes().all()) std::printf("  %s\n", one.words().c_str());
    std::printf("\nopen calls\n");
    for (const auto caller : {party::tool, party::web}) {
        const auto open = all.owed.open(caller);
        for (std::size_t i = 0; i < open.size() && i < calls_shown; ++i)
            std::printf("  %s\n", open[i].words().c_str());
    }
    std::printf("\nthe end of the log\n");
    std::ifstream log{all.app.log()};
    std::deque<std::string> lines;
    for (std::string line; std::getline(log, line);) {
        lines.push_back(line.substr(0, 300));
        if (lines.size() > log_lines_shown) lines.pop_front();
    }
    for (auto const& line : lines) std::printf("  %s\n", line.c_str());
    std::fflush(stdout);
}

}  // namespace fairlead::chaos
