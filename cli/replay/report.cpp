// SPDX-License-Identifier: MIT
//
// report — differences first: they are what one runs it for.
#include "cli/replay/report.hpp"

#include "cli/output/colours.hpp"
#include "cli/output/json_figures.hpp"
#include "cli/output/table.hpp"

#include <algorithm>
#include <cmath>

namespace fairlead::cli::replay {
namespace {

constexpr std::size_t cell_bytes_max = 48;

/// Somebody else's words, as much of them as a table bears.
std::string cell(std::string const& text) {
    auto shown = text;
    if (shown.size() > cell_bytes_max) {
        auto length = cell_bytes_max;
        while (length > 0 && (shown[length] & 0xC0) == 0x80) --length;  // No half characters.
        shown.resize(length);
        shown += "…";
    }
    return readable(shown);
}

double percentile(std::vector<double> const& ascending, double share) {
    if (ascending.empty()) return std::nan("");
    const auto place = std::ceil(share * static_cast<double>(ascending.size()));
    return ascending[static_cast<std::size_t>(std::max(place, 1.0)) - 1];
}

struct quantiles {
    double p50, p99;
    explicit quantiles(std::vector<double> of) {
        std::ranges::sort(of);
        p50 = percentile(of, 0.5);
        p99 = percentile(of, 0.99);
    }
};

std::string time_cell(double us) {
    if (std::isnan(us)) return "-";
    if (us < 10'000) return figure(std::round(us * 10) / 10) + "us";
    return figure(std::round(us / 100) / 10) + "ms";
}

std::string differences_table(rerun_result const& found, replay_command const& how) {
    std::vector<std::string> legend{"METHOD", "CALL", "PATH", "CAPTURED", "NOW"};
    if (!how.common.legend) legend.clear();
    table rows{std::move(legend)};
    std::size_t shown = 0;
    for (auto const& call : found.differences)
        for (auto const& one : call.where)
            if (shown++ < how.show)
                rows.add({readable(call.method), std::to_string(call.number), cell(one.path),
                          cell(one.captured), cell(one.now)});
    auto text = rows.text();
    if (shown > how.show)
        text += "… and " + std::to_string(shown - how.show) + " more (--show " +
                std::to_string(shown) + ")\n";
    return text + '\n';
}

std::string methods_table(rerun_result const& found, bool legend) {
    table rows{legend ? std::vector<std::string>{"METHOD", "CALLS", "DIFFER", "P50", "P99",
                                                 "NOW P50", "NOW P99"}
                      : std::vector<std::string>{}};
    for (auto const& [name, one] : found.methods) {
        const quantiles was{one.captured}, is{one.now};
        rows.add({readable(name), std::to_string(one.calls), std::to_string(one.differing),
                  time_cell(was.p50), time_cell(was.p99), time_cell(is.p50), time_cell(is.p99)});
    }
    return rows.text() + '\n';
}

std::string warnings(plan const& what) {
    std::string text;
    if (what.is_cut) text += "the capture's last line is cut, it was left out\n";
    else if (!what.has_ended) text += "the capture did not end in order\n";
    if (what.skipped > 0)
        text += std::to_string(what.skipped) + " records were skipped when it was captured\n";
    return text;
}

json_figures times_of(std::vector<double> const& of) {
    const quantiles all{of};
    json_figures made;
    made.add("samples", of.size()).add("p50Us", all.p50).add("p99Us", all.p99);
    return made;
}

}  // namespace

std::string left_out(plan const& what) {
    std::string all;
    const auto add = [&](std::uint64_t count, char const* why) {
        if (count > 0) all += (all.empty() ? "" : ", ") + std::to_string(count) + ' ' + why;
    };
    add(what.to_others, "not to plugins");
    add(what.unanswered, "without a captured answer");
    add(what.with_streams, "with streams");
    add(what.hidden, "with hidden arguments");
    add(what.incomplete, "whose bytes are not in the file");
    return all.empty() ? all : "left out: " + all;
}

std::string text_of(plan const& what, rerun_result const& found, replay_command const& how) {
    const colours paint;
    std::string text;
    if (found.differing > 0) text += differences_table(found, how);
    if (found.calls > 0) text += methods_table(found, how.common.legend);
    auto summary = std::to_string(found.calls) + " calls in " + figure(found.seconds) + " s";
    if (found.seconds > 0)
        summary += " (" + figure(std::round(static_cast<double>(found.calls) / found.seconds)) +
                   " calls/s)";
    const auto out = left_out(what);
    const auto verdict = found.differing == 0
                             ? paint.good("no difference")
                             : paint.bad(std::to_string(found.differing) +
                                         (found.differing == 1 ? " differs" : " differ"));
    return text + summary + ": " + verdict + '\n' + (out.empty() ? out : out + '\n') +
           warnings(what);
}

std::string json_of(plan const& what, rerun_result const& found) {
    std::vector<json_figures> calls, methods;
    for (auto const& call : found.differences)
        for (auto const& one : call.where) {
            calls.emplace_back();
            calls.back()
                .add("method", std::string_view{call.method})
                .add("call", call.number)
                .add("path", std::string_view{one.path})
                .add("captured", std::string_view{one.captured})
                .add("now", std::string_view{one.now});
        }
    for (auto const& [name, one] : found.methods) {
        methods.emplace_back();
        methods.back()
            .add("name", std::string_view{name})
            .add("calls", one.calls)
            .add("differing", one.differing)
            .add("captured", times_of(one.captured))
            .add("now", times_of(one.now));
    }
    json_figures out;
    out.add("toOthers", what.to_others)
        .add("unanswered", what.unanswered)
        .add("withStreams", what.with_streams)
        .add("hidden", what.hidden)
        .add("incomplete", what.incomplete);
    json_figures all;
    all.add("calls", found.calls)
        .add("differing", found.differing)
        .add("seconds", found.seconds)
        .add("differences", calls)
        .add("methods", methods)
        .add("leftOut", out)
        .add("skipped", what.skipped)
        .add_flag("cut", what.is_cut)
        .add_flag("ended", what.has_ended);
    return all.text();
}

}  // namespace fairlead::cli::replay
