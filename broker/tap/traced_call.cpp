// SPDX-License-Identifier: MIT
//
// traced_call — points in, JSON out.
#include "broker/tap/traced_call.hpp"

#include <fairlead/vocabulary/json_string.hpp>

#include <fmt/core.h>

#include <algorithm>

namespace fairlead::broker::tap {
namespace {

constexpr std::uint64_t not_known = 0;

bool is_known(std::uint64_t at) noexcept { return at != not_known; }

void add_member(std::string& to, std::string_view key, std::string_view text) {
    to.append(",\"").append(key).append("\":");
    append_json_string(to, text);
}

}  // namespace

void traced_call::take(wire::timed_as as, wire::call_points const& said, std::uint64_t since,
                       std::uint64_t now) {
    const bool is_asker = as == wire::timed_as::asker;
    (is_asker ? asker : provider).owes_times = false;
    // A provider whose call the broker ended itself may tell of it, too.
    const auto until = is_known(at(point::answer_taken)) ? at(point::answer_taken) : now;
    const bool fits = wire::is_in_order(said) &&
                      (is_asker ? said[0] >= since && said[1] <= at(point::taken) &&
                                      said[2] >= at(point::answer_sent) && said[3] <= now
                                : said[0] >= at(point::forwarded) && said[3] <= until);
    if (!fits) {
        doubt = is_asker ? asker.name : provider.name;
        return;
    }
    if (is_asker) {
        at(point::begun) = said[0];
        at(point::sent) = said[1];
        at(point::answer_received) = said[2];
        at(point::settled) = said[3];
    } else if (is_known(at(point::answer_taken))) {
        std::ranges::copy(said, points.begin() + static_cast<std::ptrdiff_t>(point::received));
    }
}

std::uint64_t traced_call::whole_ns() const noexcept {
    const auto first = std::ranges::find_if(points, is_known);
    const auto last = std::find_if(points.rbegin(), points.rend(), is_known);
    return first == points.end() ? 0 : *last - *first;
}

std::string traced_call::to_json(double wall_s, std::uint64_t mono_ns) const {
    const auto first = std::ranges::find_if(points, is_known);
    const auto begin = first == points.end() ? mono_ns : *first;
    const auto ago_s = static_cast<double>(mono_ns - std::min(begin, mono_ns)) / 1e9;
    auto text = fmt::format(R"({{"time":{:.6f})", wall_s - ago_s);
    add_member(text, "method", method);
    add_member(text, "from", asker.name);
    text += fmt::format(R"(,"session":{},"id":{})", raw(asker.session), raw(asker.number));
    if (!provider.name.empty()) {
        add_member(text, "to", provider.name);
        text += fmt::format(R"(,"provider":{})", raw(provider.session));
    }
    add_member(text, "outcome", failed ? to_text(*failed) : "ok");
    if (context) add_member(text, "traceparent", context->to_text());
    if (!doubt.empty()) add_member(text, "doubt", doubt);
    text += fmt::format(R"(,"start":{},"points":[)", begin);
    for (auto const& one : points) {
        if (&one != points.data()) text += ',';
        text += is_known(one) ? fmt::format("{}", one - begin) : "null";
    }
    return text + "]}";
}

}  // namespace fairlead::broker::tap
