// SPDX-License-Identifier: MIT
//
// report_text — tables for a terminal, each figure with what fairlead's is of it.
#include "benchmarks/runner/plan.hpp"
#include "benchmarks/runner/report.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <functional>

namespace fairlead::bench {
namespace {

using cell = std::string;
using row = std::vector<cell>;

/// Characters, not bytes: µ is one.
std::size_t width_of(std::string_view text) {
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (c & 0xC0) != 0x80; }));
}

std::string laid_out(std::vector<row> const& rows) {
    std::vector<std::size_t> widths;
    for (auto const& one : rows)
        for (std::size_t i = 0; i < one.size(); ++i) {
            if (i == widths.size()) widths.push_back(0);
            widths[i] = std::max(widths[i], width_of(one[i]));
        }
    std::string text;
    for (auto const& one : rows) {
        for (std::size_t i = 0; i < one.size(); ++i) {
            const std::string blanks(widths[i] - width_of(one[i]), ' ');
            text += i == 0 ? "  " + one[i] + blanks : "   " + blanks + one[i];
        }
        text += '\n';
    }
    return text;
}

std::string ratio(double ours, double theirs) {
    if (ours <= 0 || theirs <= 0) return "";
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), " ×%.2f", ours / theirs);
    return text.data();
}

/// A table of one figure: peers down, sizes across. `show` makes the cell of a case, `compare` the
/// number that ratios are made of.
struct table {
    std::string title;
    std::function<case_result const*(std::string const& peer, std::size_t size)> find;
    std::function<std::string(std::vector<sample> const&)> show;
    double sample::*compare;
};

std::string table_text(results const& all, std::vector<std::size_t> const& sizes,
                       table const& what) {
    std::vector<row> rows{{""}};
    for (const auto size : sizes) rows[0].push_back(size_text(size));
    const auto ours = [&](std::size_t size) {
        auto const* found = what.find("fairlead", size);
        return found == nullptr ? 0 : median(found->kept(), what.compare);
    };
    for (auto const& peer : all.peers()) {
        row cells{peer};
        bool any = false;
        for (const auto size : sizes) {
            auto const* found = what.find(peer, size);
            if (found == nullptr || found->samples.empty()) {
                cells.emplace_back("–");
                continue;
            }
            any = true;
            const auto kept = found->kept();
            cells.push_back(what.show(kept) +
                            (peer == "fairlead" ? std::string{}
                                                : ratio(ours(size), median(kept, what.compare))));
        }
        if (any) rows.push_back(std::move(cells));
    }
    return rows.size() == 1 ? std::string{} : '\n' + what.title + '\n' + laid_out(rows);
}

std::string idle_text(results const& all) {
    std::vector<row> rows{{"", "wake-ups/s", "CPU ms/s", "resident MiB"}};
    for (auto const& one : all.cases())
        if (one.id.when == scenario::idle)
            rows.push_back({one.id.peer,
                            short_number(median(one.idle, &idle_sample::wakeups_per_s)),
                            short_number(median(one.idle, &idle_sample::cpu_ms_per_s)),
                            short_number(median(one.idle, &idle_sample::resident_mib))});
    return rows.size() == 1 ? std::string{}
                            : "\nIdle: broker and backend, connected and silent\n" + laid_out(rows);
}

/// Its figures beside the last way's, which is what others do.
std::string page_text(page_figures const& page) {
    if (page.ways.empty()) return {};
    std::vector<row> rows{{"", "p50 µs", "p99 µs", "calls/s", "events/s", "string up ms", "down",
                           "binary up ms", "down", "first call ms", "MiB"}};
    auto const& yardstick = page.ways.back();
    for (auto const& one : page.ways) {
        row cells{one.name};
        const auto add = [&](page_figure page_way::*which) {
            const auto value = (one.*which).middle;
            const bool is_it = &one == &yardstick;
            cells.push_back(value == 0
                                ? "–"
                                : short_number(value) +
                                      (is_it ? "" : ratio(value, (yardstick.*which).middle)));
        };
        for (const auto which :
             {&page_way::p50, &page_way::p99, &page_way::calls_per_s, &page_way::events_per_s,
              &page_way::string_up, &page_way::string_down, &page_way::binary_up,
              &page_way::binary_down, &page_way::first_call_ms, &page_way::memory_mib})
            add(which);
        rows.push_back(std::move(cells));
    }
    return "\nFrom a page's JavaScript in a real window to a back end and back (× : so many times "
           "Wails-style, which\nstops in the window's process); strings and binaries of 16 MiB\n" +
           laid_out(rows);
}

std::string two(std::vector<sample> const& of, double sample::*first, double sample::*second) {
    return short_number(median(of, first)) + " / " + short_number(median(of, second));
}

}  // namespace

std::string short_number(double value) {
    std::array<char, 48> text{};
    const auto write = [&](double shown, int decimals, char const* unit) {
        std::snprintf(text.data(), text.size(), "%.*f%s", decimals, shown, unit);
        return std::string{text.data()};
    };
    const auto decimals = [](double shown) { return shown < 10 ? 2 : shown < 100 ? 1 : 0; };
    if (!std::isfinite(value)) return "–";
    if (value == 0) return "0";
    if (value < 1) return write(value, value < .1 ? 3 : 2, "");
    if (value < 10'000) return write(value, decimals(value), "");
    if (value < 1e6) return write(value / 1e3, decimals(value / 1e3), " k");
    return write(value / 1e6, decimals(value / 1e6), " M");
}

std::string text_report(results const& all, report_facts const& facts) {
    const auto at = [&](std::size_t in_flight, scenario when) {
        return [&all, in_flight, when](std::string const& peer, std::size_t size) {
            return all.find({peer, size, in_flight, when});
        };
    };
    const auto latency = [](std::vector<sample> const& of) {
        return two(of, &sample::p50, &sample::p99);
    };
    const std::string ratios = " (× : fairlead's p50 is so many times that peer's)";
    std::string text = "\nMedians of " + std::to_string(facts.repeats) + " rounds, " +
                       facts.machine.front().second + ", " + facts.mode + " run\n";
    text += table_text(all, all.sizes(scenario::hot),
                       {"Round trip, one call at a time: p50 / p99 in µs" + ratios,
                        at(1, scenario::hot), latency, &sample::p50});
    for (auto const& [when, title] : {std::pair{scenario::hogs, "with CPU hogs running"},
                                      std::pair{scenario::every_1ms, "one call each ms"},
                                      std::pair{scenario::every_20ms, "one call each 20 ms"}})
        text += table_text(all, all.sizes(when),
                           {std::string{"Round trip, "} + title + ": p50 / p99 in µs", at(1, when),
                            latency, &sample::p50});
    const auto deepest = [&](std::string const& peer, std::size_t size) {
        return all.deepest(peer, size);
    };
    text += table_text(all, all.sizes(scenario::hot),
                       {"Many calls in flight: round trips/s, MB/s one way (× : fairlead's is so "
                        "many times that peer's; more is better)",
                        deepest,
                        [](std::vector<sample> const& of) {
                            return two(of, &sample::rt_per_s, &sample::mb_per_s);
                        },
                        &sample::rt_per_s});
    const auto cpu = [](std::vector<sample> const& of) {
        return short_number(median(of, &sample::cpu_us_per_rt));
    };
    text += table_text(all, all.sizes(scenario::hot),
                       {"CPU of all processes for one round trip, one at a time, in µs",
                        at(1, scenario::hot), cpu, &sample::cpu_us_per_rt});
    text +=
        table_text(all, all.sizes(scenario::hot),
                   {"The same with many in flight, in µs", deepest, cpu, &sample::cpu_us_per_rt});
    text += idle_text(all);
    text += page_text(facts.page);
    text +=
        "\niceoryx-direct has no broker. raw-relay never looks at what it moves, and could serve "
        "no third\nprocess: it is a limit, not a peer.\n";
    return text;
}

}  // namespace fairlead::bench
