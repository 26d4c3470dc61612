// SPDX-License-Identifier: MIT
//
// page — runs the tool, and reads what it says; Boost.JSON stays in here.
#include "benchmarks/runner/page.hpp"
#include "benchmarks/runner/child.hpp"

#include <boost/json.hpp>

#include <stdexcept>

namespace fairlead::bench {
namespace {

namespace json = boost::json;

constexpr auto patience_per_round = 90 * second;

/// The same place in the medians, the least and the most. Zeros where nothing is.
page_figure figure(json::value const& way, std::string const& where, double scale = 1) {
    const auto at = [&](std::string const& place) {
        boost::system::error_code missing;
        auto const* found = way.find_pointer(place, missing);
        return found != nullptr && found->is_number() ? found->to_number<double>() * scale : 0;
    };
    return {at(where), at("/spread/min" + where), at("/spread/max" + where)};
}

page_way read_way(json::value const& from) {
    constexpr double mib = 1 << 20;
    return {.name = std::string{from.at("path").as_string()},
            .p50 = figure(from, "/rtt_us/p50"),
            .p99 = figure(from, "/rtt_us/p99"),
            .first_p99 = figure(from, "/rtt_cold_us/p99"),
            .calls_per_s = figure(from, "/calls_per_s"),
            .events_per_s = figure(from, "/events_per_s"),
            .string_up = figure(from, "/string_16m_ms/up"),
            .string_down = figure(from, "/string_16m_ms/down"),
            .binary_up = figure(from, "/binary_16m_ms/up"),
            .binary_down = figure(from, "/binary_16m_ms/down"),
            .first_call_ms = figure(from, "/first_call_ms"),
            .memory_mib = figure(from, "/memory_bytes", 1 / mib)};
}

}  // namespace

page_figures parse_page(std::string_view text) {
    boost::system::error_code broken;
    const auto parsed = json::parse({text.data(), text.size()}, broken);
    auto const* ways = broken ? nullptr : parsed.if_object();
    auto const* list = ways != nullptr ? ways->if_contains("page") : nullptr;
    if (list == nullptr || !list->is_array() || list->get_array().empty())
        throw std::runtime_error{"no page among: " + std::string{text.substr(0, 200)}};
    page_figures all;
    // The tool's own text: Boost.JSON would write its numbers in another way.
    all.json = text.substr(text.find('['), text.rfind(']') + 1 - text.find('['));
    for (auto const& one : list->get_array()) all.ways.push_back(read_way(one));
    all.rounds = list->get_array().front().at("rounds").to_number<unsigned>();
    return all;
}

page_figures measure_page(std::filesystem::path const& tool, unsigned rounds, places const& where) {
    child run{tool,
              {"bench", "--page", "--rounds", std::to_string(rounds), "--json", "-"},
              where.scratch / "fairlead.log"};
    return parse_page(run.read_all(rounds * patience_per_round));
}

}  // namespace fairlead::bench
