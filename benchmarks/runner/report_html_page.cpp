// SPDX-License-Identifier: MIT
//
// report_html_page — the ways out of a page, beside each other.
#include "benchmarks/runner/report.hpp"
#include "benchmarks/runner/svg.hpp"

#include <array>

namespace fairlead::bench {
namespace {

emphasis emphasis_of(page_way const& way) {
    if (way.name == "in-page") return emphasis::ours;
    return way.name == "batched" ? emphasis::fallback : emphasis::peer;
}

struct plot_of {
    char const* title;
    char const* unit;
    page_figure page_way::*figure;
    page_figure page_way::*far = nullptr;
    bool more_is_better = false;
};

std::string plot(page_figures const& page, plot_of const& what) {
    dot_plot made{what.title, what.unit, what.more_is_better, {}};
    for (auto const& way : page.ways) {
        auto const& figure = way.*what.figure;
        if (figure.middle <= 0) continue;
        made.dots.push_back({way.name, emphasis_of(way), figure.middle, figure.low, figure.high,
                             what.far == nullptr ? 0 : (way.*what.far).middle});
    }
    return made.dots.empty() ? std::string{} : "<figure>" + draw(std::move(made)) + "</figure>";
}

}  // namespace

std::string html_page_card(page_figures const& page) {
    if (page.ways.size() < 2) return {};
    return html_card("From a page, p50", page.ways.front().p50.middle, page.ways.back().p50.middle,
                     "µs", page.ways.back().name, "which stops in the window’s process");
}

std::string html_page_section(page_figures const& page) {
    if (page.ways.empty()) return {};
    constexpr std::array<plot_of, 9> plots{{
        {"Small call, one at a time", "µs", &page_way::p50, &page_way::p99},
        {"1000 calls in flight", "calls/s", &page_way::calls_per_s, nullptr, true},
        {"String of 16 MiB, up", "ms", &page_way::string_up},
        {"String of 16 MiB, down", "ms", &page_way::string_down},
        {"ArrayBuffer of 16 MiB, up", "ms", &page_way::binary_up},
        {"ArrayBuffer of 16 MiB, down", "ms", &page_way::binary_down},
        {"Burst of 100 000 events", "events/s", &page_way::events_per_s, nullptr, true},
        {"Start of the app to the first answer", "ms", &page_way::first_call_ms},
        {"All processes after the first call", "MiB", &page_way::memory_mib},
    }};
    std::string panels;
    for (auto const& one : plots) panels += plot(page, one);
    return "<h2>From a page</h2><p>JavaScript in a real WebKitGTK window calls a back end and gets "
           "its answer: by the page’s own channel to the broker (in-page), by script messages "
           "through the window’s process, many at once (batched), and as Wails v2 does it "
           "(wails-style): a script message in, one evaluation for each reply, answered in the "
           "window’s process itself. The hollow dot is ours where a page has no channel. "
           "Medians of " +
           std::to_string(page.rounds) + (page.rounds == 1 ? " round" : " rounds") +
           " of windows, opened in turns. Memory that several processes share counts "
           "once.</p><div class=\"plots\">" +
           panels + "</div>";
}

}  // namespace fairlead::bench
