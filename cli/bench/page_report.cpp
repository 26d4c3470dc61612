// SPDX-License-Identifier: MIT
//
// page_report — rows for people, each figure with what it is of the Wails-style one; one object a
// path for programs.
#include "cli/bench/bench_report.hpp"
#include "cli/bench/page_bench.hpp"
#include "cli/output/figure_tree.hpp"
#include "cli/output/table.hpp"

#include <boost/json.hpp>

#include <array>
#include <cstdio>

namespace fairlead::cli {
namespace {

namespace json = boost::json;

std::string number(double value, int decimals) {
    std::array<char, 64> text;
    const int length = std::snprintf(text.data(), text.size(), "%.*f", decimals, value);
    return {text.data(), static_cast<std::size_t>(length)};
}

/// Of what lies between microseconds and seconds.
std::string milliseconds(double value) { return number(value, value < 1 ? 3 : 1); }
std::string megabytes(double bytes) { return number(bytes / 1e6, 0); }

json::object memory_json(page_memory const& of) {
    return {{"broker", of.broker}, {"plugin", of.plugin}, {"window", of.window}, {"web", of.web}};
}

/// All that a round says of a path, the keys that matter first.
json::value round_json(page_run const& run) {
    const auto measured = json::parse(run.measured).as_object();
    auto const& largest = measured.at("payloads").as_array().back();
    json::object all;
    for (auto const* key : {"rtt_us", "calls_per_s"}) all[key] = measured.at(key);
    all["string_16m_ms"] = largest.at("string_ms");
    all["binary_16m_ms"] = largest.at("binary_ms");
    for (auto const& member : measured) all.emplace(member.key(), member.value());
    all["first_call_ms"] = run.first_call_ms;
    all["memory_bytes"] = run.idle_all;
    all["resident_bytes"] = {{"idle", memory_json(run.idle)}, {"peak", memory_json(run.peak)}};
    return all;
}

json::object path_json(page_result const& of) {
    std::vector<json::value> rounds;
    for (auto const& run : of.runs) rounds.push_back(round_json(run));
    json::object all{{"path", of.path}};
    const auto medians = combined(rounds, median_of);
    for (auto const& member : medians.as_object()) all[member.key()] = member.value();
    all["rounds"] = rounds.size();
    all["spread"] = {{"min", combined(rounds, [](auto const& of_one) { return of_one.front(); })},
                     {"max", combined(rounds, [](auto const& of_one) { return of_one.back(); })}};
    return all;
}

std::vector<json::value> all_paths(std::vector<page_result> const& results) {
    std::vector<json::value> paths;
    for (auto const& one : results) paths.emplace_back(path_json(one));
    return paths;
}

/// Where figures are, as JSON pointers say; and those of the path to compare with.
class figures {
public:
    figures(json::value const& path, json::value const& yardstick)
        : path_{path}, yardstick_{yardstick} {}

    std::string name() const { return std::string{path_.at("path").as_string()}; }
    double at(std::string const& where) const {
        return path_.at_pointer(where).to_number<double>();
    }
    bool has(char const* key) const { return path_.as_object().contains(key); }
    std::string ratio(std::string const& where) const {
        return number(at(where) / yardstick_.at_pointer(where).to_number<double>(), 2);
    }

private:
    json::value const& path_;
    json::value const& yardstick_;
};

void add_payloads(table& to, figures const& of, json::value const& path) {
    auto const& loads = path.at("payloads").as_array();
    for (std::size_t i = 0; i < loads.size(); ++i) {
        std::vector<std::string> row{of.name(),
                                     size_text(loads[i].at("bytes").to_number<std::size_t>())};
        for (auto const* where :
             {"/string_ms/up", "/string_ms/down", "/binary_ms/up", "/binary_ms/down"}) {
            const auto place = "/payloads/" + std::to_string(i) + where;
            row.push_back(milliseconds(of.at(place)));
            row.push_back(of.ratio(place));
        }
        to.add(std::move(row));
    }
}

void add_streams(table& to, figures const& of) {
    if (!of.has("streams")) return;
    const auto against = [&](char const* stream, char const* calls) {
        return number(of.at(stream) / of.at(calls), 1);
    };
    const auto megabytes_per_s = [&](char const* where) {
        return megabytes(of.at(where) * (1u << 20));
    };
    to.add({of.name(), number(of.at("/streams/items_per_s"), 0),
            number(of.at("/streams/calls_in_a_row_per_s"), 0),
            against("/streams/items_per_s", "/streams/calls_in_a_row_per_s"),
            against("/streams/items_per_s", "/calls_per_s"),
            megabytes_per_s("/streams/blocks_per_s"), megabytes_per_s("/streams/block_calls_per_s"),
            against("/streams/blocks_per_s", "/streams/block_calls_per_s")});
}

void add_memory(table& to, figures const& of) {
    std::vector<std::string> row{of.name(), number(of.at("/first_call_ms"), 0),
                                 megabytes(of.at("/memory_bytes"))};
    for (auto const* when : {"/resident_bytes/idle", "/resident_bytes/peak"})
        for (auto const* process : {"/broker", "/plugin", "/window", "/web"})
            row.push_back(megabytes(of.at(std::string{when} + process)));
    to.add(std::move(row));
}

}  // namespace

std::string page_table(std::vector<page_result> const& results) {
    table calls{{"PATH", "P50 US", "× WAILS", "P90 US", "P99 US", "× WAILS", "FIRST 1000: P50",
                 "P99", "CALLS/S", "× WAILS", "EVENTS/S"}};
    table payloads{{"PATH", "SIZE", "STRING UP MS", "× WAILS", "DOWN MS", "× WAILS", "BINARY UP MS",
                    "× WAILS", "DOWN MS", "× WAILS"}};
    table streams{{"PATH", "ITEMS/S", "CALLS IN A ROW/S", "ITEMS × CALLS", "× CALLS AT ONCE",
                   "1 MIB ITEMS MB/S", "CALLS MB/S", "ITEMS × CALLS"}};
    table memory{{"PATH", "FIRST CALL MS", "ALL, IDLE MB", "BROKER", "PLUGIN", "WINDOW", "WEB",
                  "PEAK: BROKER", "PLUGIN", "WINDOW", "WEB"}};
    const auto paths = all_paths(results);
    for (auto const& path : paths) {
        const figures of{path, paths.back()};
        calls.add({of.name(), number(of.at("/rtt_us/p50"), 1), of.ratio("/rtt_us/p50"),
                   number(of.at("/rtt_us/p90"), 1), number(of.at("/rtt_us/p99"), 1),
                   of.ratio("/rtt_us/p99"), number(of.at("/rtt_cold_us/p50"), 1),
                   number(of.at("/rtt_cold_us/p99"), 1), number(of.at("/calls_per_s"), 0),
                   of.ratio("/calls_per_s"),
                   of.has("events_per_s") ? number(of.at("/events_per_s"), 0) : "-"});
        add_payloads(payloads, of, path);
        add_streams(streams, of);
        add_memory(memory, of);
    }
    return calls.text() + "\n" + payloads.text() + "\n" + streams.text() + "\n" + memory.text();
}

std::string page_json(std::vector<page_result> const& results) {
    json::array all;
    for (auto& path : all_paths(results)) all.push_back(std::move(path));
    return figure_text(json::object{{"page", std::move(all)}});
}

}  // namespace fairlead::cli
