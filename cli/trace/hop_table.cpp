// SPDX-License-Identifier: MIT
//
// hop_table — shares are of all the time that a method's calls took together.
#include "cli/trace/hop_table.hpp"

#include "cli/output/json_figures.hpp"
#include "cli/output/table.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>
#include <utility>

namespace fairlead::cli::trace {
namespace {

using spans = std::vector<std::uint64_t>;

std::string time_text(std::uint64_t ns) {
    const auto us = static_cast<double>(ns) / 1e3;
    if (us < 100) return figure(std::round(us * 10) / 10) + " us";
    if (us < 10'000) return figure(std::round(us)) + " us";
    return figure(std::round(us / 100) / 10) + " ms";
}

std::string share_text(std::uint64_t part, std::uint64_t of) {
    if (of == 0) return "-";
    return figure(std::round(static_cast<double>(part) * 1'000 / static_cast<double>(of)) / 10) +
           " %";
}

/// Nearest rank.
std::uint64_t quantile(spans& of, double which) {
    if (of.empty()) return 0;
    const auto rank = static_cast<std::size_t>(std::ceil(which * static_cast<double>(of.size())));
    const auto at = of.begin() + static_cast<std::ptrdiff_t>(std::max<std::size_t>(rank, 1) - 1);
    std::nth_element(of.begin(), at, of.end());
    return *at;
}

/// Whose time a hop is, for the line of a method.
enum class part { asker, rings, broker, queue, handler, other, count };

part part_of(point from, point to) noexcept {
    if (static_cast<int>(to) != static_cast<int>(from) + 1)
        return from == point::taken ? part::broker : part::other;
    switch (from) {
        case point::begun:
        case point::answer_received: return part::asker;
        case point::taken:
        case point::answer_taken: return part::broker;
        case point::received: return part::queue;
        case point::handler_begun:
        case point::handler_ended: return part::handler;
        default: return part::rings;
    }
}

struct method_sums {
    spans wholes;
    std::uint64_t total = 0;
    std::size_t failed = 0;
    std::array<std::uint64_t, static_cast<std::size_t>(part::count)> parts{};
    std::map<std::pair<point, point>, std::pair<spans, std::uint64_t>> hops;
    std::set<std::string> doubts;

    void add(call_record const& call) {
        wholes.push_back(call.whole_ns());
        total += call.whole_ns();
        failed += call.outcome == "ok" ? 0 : 1;
        if (!call.doubt.empty()) doubts.insert(call.doubt);
        for (auto const& one : hops_of(call)) {
            auto& [all, sum] = hops[{one.from, one.to}];
            all.push_back(one.ns);
            sum += one.ns;
            parts[static_cast<std::size_t>(part_of(one.from, one.to))] += one.ns;
        }
    }
    std::string share(part which) const {
        return share_text(parts[static_cast<std::size_t>(which)], total);
    }
};

std::string single(call_record const& call, colours const& paint) {
    auto text = paint.heading(readable(call.method)) + "  " + readable(call.from) + " → " +
                readable(call.to) + "  " + time_text(call.whole_ns());
    if (call.outcome != "ok") text += "  " + paint.bad(readable(call.outcome));
    if (!call.traceparent.empty()) text += "  " + paint.weak(readable(call.traceparent));
    return text + '\n';
}

std::string doubt_text(std::string const& who, colours const& paint) {
    return paint.bad("the times that '" + readable(who) + "' tells do not fit, and are not shown") +
           '\n';
}

}  // namespace

std::string table_of(std::vector<call_record> const& calls, colours const& paint, bool legend) {
    const auto heads = [&](std::vector<std::string> words) {
        return legend ? std::move(words) : std::vector<std::string>{};
    };
    std::map<std::string, method_sums> methods;
    for (auto const& one : calls) methods[one.method].add(one);
    std::string text;
    const bool is_single = calls.size() == 1;
    if (is_single) {
        text = single(calls.front(), paint);
    } else {
        table all{heads({"METHOD", "CALLS", "FAILED", "P50", "P99", "ASKER", "RINGS", "BROKER",
                         "QUEUE", "HANDLER", "NOT TOLD"})};
        for (auto& [name, sums] : methods)
            all.add({readable(name), std::to_string(sums.wholes.size()),
                     std::to_string(sums.failed), time_text(quantile(sums.wholes, 0.5)),
                     time_text(quantile(sums.wholes, 0.99)), sums.share(part::asker),
                     sums.share(part::rings), sums.share(part::broker), sums.share(part::queue),
                     sums.share(part::handler), sums.share(part::other)});
        text = all.text();
    }
    for (auto& [name, sums] : methods) {
        if (!is_single) text += '\n' + paint.heading(readable(name)) + '\n';
        table hops{is_single ? heads({"HOP", "TIME", "SHARE"})
                             : heads({"HOP", "P50", "P99", "SHARE"})};
        for (auto& [which, one] : sums.hops) {
            std::vector<std::string> row{std::string{name_of(which.first, which.second)},
                                         time_text(quantile(one.first, 0.5))};
            if (!is_single) row.push_back(time_text(quantile(one.first, 0.99)));
            row.push_back(share_text(one.second, sums.total));
            hops.add(std::move(row));
        }
        text += hops.text();
        for (auto const& who : sums.doubts) text += doubt_text(who, paint);
    }
    return text;
}

}  // namespace fairlead::cli::trace
