// SPDX-License-Identifier: MIT
//
// chrome_trace_check — whether a text is a file of the Chrome trace event format, as strict as a
// viewer is at its strictest: every field that a kind of event must have, slices of a row within
// each other or beside each other, both ends of each flow within a slice.
#pragma once

#include <boost/json.hpp>

#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fairlead::tests {

struct chrome_trace {
    struct slice {
        std::string name;
        double begin = 0, end = 0;
    };
    using row = std::pair<std::int64_t, std::int64_t>;

    std::map<std::int64_t, std::string> processes;
    std::map<row, std::vector<slice>> slices;
    std::size_t flows = 0;

    std::size_t slices_of(std::string_view process) const {
        std::size_t count = 0;
        for (auto const& [where, all] : slices)
            if (processes.at(where.first) == process) count += all.size();
        return count;
    }
};

/// Throws with what is wrong.
inline chrome_trace read_chrome_trace(std::string_view text) {
    namespace json = boost::json;
    constexpr double rounding = 0.0005;  // Half a nanosecond, in microseconds.
    const auto wrong = [](std::string const& what, json::value const& where) {
        throw std::runtime_error{what + ": " + json::serialize(where)};
    };
    const auto file = json::parse({text.data(), text.size()});
    auto const& root = file.as_object();
    if (auto const* unit = root.if_contains("displayTimeUnit");
        unit != nullptr && *unit != "ns" && *unit != "ms")
        wrong("no unit of time", *unit);

    chrome_trace made;
    struct end {
        chrome_trace::row where;
        double at;
        std::string name, category;
    };
    std::map<std::int64_t, end> begun, ended;
    for (auto const& one : root.at("traceEvents").as_array()) {
        auto const& event = one.as_object();
        const auto text_of = [&](char const* key) {
            auto const* value = event.if_contains(key);
            if (value == nullptr || !value->is_string() || value->as_string().empty())
                wrong(std::string{"no text "} + key, one);
            return std::string{value->as_string()};
        };
        const auto number_of = [&](char const* key) {
            auto const* value = event.if_contains(key);
            if (value == nullptr || !value->is_number())
                wrong(std::string{"no number "} + key, one);
            return value->to_number<double>();
        };
        const auto id_of = [&](char const* key) {
            auto const* value = event.if_contains(key);
            if (value == nullptr || !value->is_int64()) wrong(std::string{"no id "} + key, one);
            return value->as_int64();
        };
        const auto phase = text_of("ph"), name = text_of("name");
        const chrome_trace::row where{id_of("pid"), id_of("tid")};
        if (where.first <= 0 || where.second < 0) wrong("an id that is none", one);
        if (phase == "M") {
            if (name != "process_name" && name != "thread_name") wrong("unknown metadata", one);
            const std::string called{event.at("args").as_object().at("name").as_string()};
            if (name == "process_name" && !made.processes.emplace(where.first, called).second)
                wrong("a process with two names", one);
            continue;
        }
        text_of("cat");
        const auto at = number_of("ts");
        if (at < 0) wrong("before the file begins", one);
        if (phase == "X") {
            if (number_of("dur") < 0) wrong("it ends before it begins", one);
            if (event.contains("args") && !event.at("args").is_object()) wrong("args", one);
            made.slices[where].push_back({name, at, at + number_of("dur")});
        } else if (phase == "s" || phase == "f") {
            if (phase == "f" && text_of("bp") != "e") wrong("bound to the next slice", one);
            auto& ends = phase == "s" ? begun : ended;
            if (!ends.emplace(id_of("id"), end{where, at, name, text_of("cat")}).second)
                wrong("a flow that does that twice", one);
        } else {
            wrong("an unknown phase", one);
        }
    }
    for (auto& [where, all] : made.slices) {
        if (!made.processes.contains(where.first)) throw std::runtime_error{"a nameless process"};
        // Those that begin together: the longer one is around the other.
        std::ranges::stable_sort(all, [](auto const& a, auto const& b) {
            return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
        });
        std::vector<chrome_trace::slice const*> open;
        for (auto const& one : all) {
            while (!open.empty() && open.back()->end <= one.begin + rounding) open.pop_back();
            if (!open.empty() && one.end > open.back()->end + rounding)
                throw std::runtime_error{"slices overlap: " + open.back()->name + ", " + one.name};
            open.push_back(&one);
        }
    }
    const auto is_in_a_slice = [&](end const& one) {
        return std::ranges::any_of(made.slices[one.where], [&](auto const& each) {
            return each.begin <= one.at + rounding && one.at <= each.end + rounding;
        });
    };
    if (begun.size() != ended.size()) throw std::runtime_error{"flows without an end"};
    for (auto const& [id, from] : begun) {
        const auto to = ended.find(id);
        if (to == ended.end() || to->second.name != from.name ||
            to->second.category != from.category || to->second.at < from.at)
            throw std::runtime_error{"a flow that leads nowhere: " + std::to_string(id)};
        if (!is_in_a_slice(from) || !is_in_a_slice(to->second))
            throw std::runtime_error{"a flow outside of all slices: " + std::to_string(id)};
    }
    made.flows = begun.size();
    return made;
}

}  // namespace fairlead::tests
