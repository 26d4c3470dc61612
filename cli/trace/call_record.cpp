// SPDX-License-Identifier: MIT
//
// call_record — of keys that it does not know it says nothing.
#include "cli/trace/call_record.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace fairlead::cli::trace {
namespace {

namespace json = boost::json;

std::string text(json::object const& from, std::string_view key) {
    auto const* value = from.if_contains({key.data(), key.size()});
    auto const* words = value != nullptr ? value->if_string() : nullptr;
    return words != nullptr ? std::string{words->data(), words->size()} : std::string{};
}

std::uint64_t count(json::object const& from, std::string_view key) {
    auto const* value = from.if_contains({key.data(), key.size()});
    boost::system::error_code failed;
    const auto number = value != nullptr ? value->to_number<std::uint64_t>(failed) : 0;
    return failed ? 0 : number;
}

}  // namespace

std::optional<call_record> call_record::parse(std::string_view text_of_it) {
    boost::system::error_code failed;
    const auto value = json::parse({text_of_it.data(), text_of_it.size()}, failed);
    if (failed || !value.is_object()) return std::nullopt;
    auto const& from = value.get_object();
    auto const* points = from.if_contains("points");
    if (points == nullptr || !points->is_array() || points->get_array().size() != points_of_call)
        return std::nullopt;
    call_record made{.method = text(from, "method"),
                     .from = text(from, "from"),
                     .to = text(from, "to"),
                     .outcome = text(from, "outcome"),
                     .doubt = text(from, "doubt"),
                     .traceparent = text(from, "traceparent"),
                     .session = count(from, "session"),
                     .provider = count(from, "provider"),
                     .start = count(from, "start"),
                     .points = {}};
    if (auto const* time = from.if_contains("time"); time != nullptr && time->is_number())
        made.time = time->to_number<double>();
    std::uint64_t last = 0;
    for (std::size_t i = 0; i < points_of_call; ++i) {
        auto const& one = points->get_array()[i];
        if (one.is_null()) continue;
        boost::system::error_code no_count;
        const auto at = one.to_number<std::uint64_t>(no_count);
        if (no_count || at < last) return std::nullopt;
        made.points[i] = last = at;
    }
    return made;
}

std::uint64_t call_record::whole_ns() const noexcept {
    const auto known = [](auto const& one) { return one.has_value(); };
    const auto first = std::ranges::find_if(points, known);
    const auto last = std::find_if(points.rbegin(), points.rend(), known);
    return first == points.end() ? 0 : **last - **first;
}

std::vector<hop> hops_of(call_record const& call) {
    std::vector<hop> hops;
    std::optional<std::size_t> last;
    for (std::size_t i = 0; i < points_of_call; ++i) {
        if (!call.points[i]) continue;
        if (last)
            hops.push_back({static_cast<point>(*last), static_cast<point>(i),
                            *call.points[i] - *call.points[*last]});
        last = i;
    }
    return hops;
}

std::string_view name_of(point from, point to) noexcept {
    constexpr std::array<std::string_view, points_of_call - 1> names{"asker writes",
                                                                     "ring to the broker",
                                                                     "broker, call",
                                                                     "ring to the provider",
                                                                     "queue of the provider",
                                                                     "handler",
                                                                     "provider writes",
                                                                     "ring to the broker, back",
                                                                     "broker, answer",
                                                                     "ring to the asker",
                                                                     "asker reads"};
    const auto first = static_cast<std::size_t>(from);
    if (static_cast<std::size_t>(to) == first + 1) return names[first];
    if (from == point::forwarded && to == point::answer_taken) return "provider, not told";
    if (from == point::forwarded && to == point::answer_sent) return "no answer of the provider";
    if (from == point::taken && to == point::answer_sent) return "broker, refused";
    return "not told";
}

}  // namespace fairlead::cli::trace
