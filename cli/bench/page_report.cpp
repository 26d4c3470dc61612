// SPDX-License-Identifier: MIT
//
// page_report — one row a path for people, one object a path for programs.
#include "cli/bench/bench_report.hpp"
#include "cli/bench/page_bench.hpp"
#include "cli/output/table.hpp"

#include <boost/json.hpp>

#include <array>
#include <cstdio>

namespace fairlead::cli {
namespace {

std::string number(double value, int decimals) {
    std::array<char, 64> text;
    const int length = std::snprintf(text.data(), text.size(), "%.*f", decimals, value);
    return {text.data(), static_cast<std::size_t>(length)};
}

std::string number(boost::json::value const& value, int decimals = 1) {
    return number(value.to_number<double>(), decimals);
}

std::string megabytes(std::uint64_t bytes) { return number(static_cast<double>(bytes) / 1e6, 0); }

boost::json::object measured_by(page_result const& one) {
    return boost::json::parse(one.measured).as_object();
}

/// "up / down" in ms.
std::string both_ways(boost::json::value const& times) {
    return number(times.at("up")) + " / " + number(times.at("down"));
}

}  // namespace

std::string page_table(std::vector<page_result> const& results) {
    table rows{{"PATH", "P50 US", "P90", "P99", "CALLS/S", "EVENTS/S", "FIRST CALL MS",
                "RESIDENT MB: BROKER", "PLUGIN", "WINDOW", "WEB"}};
    table payloads{{"PATH", "SIZE", "STRING UP / DOWN MS", "BINARY UP / DOWN MS"}};
    for (auto const& one : results) {
        const auto measured = measured_by(one);
        auto const& trips = measured.at("rtt_us");
        auto const* events = measured.if_contains("events");
        rows.add({one.path, number(trips.at("p50")), number(trips.at("p90")),
                  number(trips.at("p99")), number(measured.at("calls_per_s"), 0),
                  events != nullptr ? number(events->at("per_s"), 0) : "-",
                  number(one.first_call_ms, 0), megabytes(one.resident_broker),
                  megabytes(one.resident_plugin), megabytes(one.resident_window),
                  megabytes(one.resident_web)});
        for (auto const& load : measured.at("payloads").as_array())
            payloads.add({one.path, size_text(load.at("bytes").to_number<std::size_t>()),
                          both_ways(load.at("string_ms")), both_ways(load.at("binary_ms"))});
    }
    return rows.text() + "\n" + payloads.text();
}

std::string page_json(std::vector<page_result> const& results) {
    boost::json::array all;
    for (auto const& one : results) {
        auto object = measured_by(one);
        auto const& largest = object.at("payloads").as_array().back();
        const auto text = largest.at("string_ms"), binary = largest.at("binary_ms");
        object["path"] = one.path;
        object["string_16m_ms"] = text;
        object["binary_16m_ms"] = binary;
        object["first_call_ms"] = one.first_call_ms;
        object["resident_bytes"] = {{"broker", one.resident_broker},
                                    {"plugin", one.resident_plugin},
                                    {"window", one.resident_window},
                                    {"web", one.resident_web}};
        all.push_back(std::move(object));
    }
    return boost::json::serialize(boost::json::object{{"page", std::move(all)}});
}

}  // namespace fairlead::cli
