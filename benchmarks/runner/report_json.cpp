// SPDX-License-Identifier: MIT
//
// report_json — one case for each peer, size, depth and scenario; medians, and the range of the
// rounds.
#include "benchmarks/runner/report.hpp"

#include <fairlead/vocabulary/json_string.hpp>

#include <array>
#include <cmath>
#include <cstdio>

namespace fairlead::bench {
namespace {

std::string number(double value) {
    if (!std::isfinite(value)) return "null";  // Nobody measured it.
    std::array<char, 48> text{};
    std::snprintf(text.data(), text.size(), "%.3f", value);
    return text.data();
}

/// Writes `{"a":1,"b":{…}}` member by member.
class object {
public:
    void add(std::string_view name, std::string_view json) {
        text_ += text_.size() == 1 ? "" : ",";
        append_json_string(text_, name);
        text_ += ':';
        text_ += json;
    }
    void add(std::string_view name, double value) { add(name, number(value)); }
    void add(std::string_view name, std::size_t value) { add(name, std::to_string(value)); }
    void add_text(std::string_view name, std::string_view value) {
        std::string quoted;
        append_json_string(quoted, value);
        add(name, quoted);
    }
    std::string text() const { return text_ + '}'; }

private:
    std::string text_ = "{";
};

/// Every figure of a case, of which `pick` makes one number.
template <class Pick>
void add_figures(object& to, Pick&& pick) {
    object rtt;
    rtt.add("p50", pick(&sample::p50));
    rtt.add("p90", pick(&sample::p90));
    rtt.add("p99", pick(&sample::p99));
    rtt.add("p999", pick(&sample::p999));
    rtt.add("max", pick(&sample::max));
    to.add("rtt_us", rtt.text());
    to.add("rt_per_s", pick(&sample::rt_per_s));
    to.add("mb_per_s", pick(&sample::mb_per_s));
    to.add("cpu_us_per_rt", pick(&sample::cpu_us_per_rt));
}

std::string idle_json(std::vector<idle_sample> const& of) {
    object idle;
    idle.add("seconds", median(of, &idle_sample::seconds));
    idle.add("wakeups_per_s", median(of, &idle_sample::wakeups_per_s));
    idle.add("cpu_ms_per_s", median(of, &idle_sample::cpu_ms_per_s));
    idle.add("resident_mib", median(of, &idle_sample::resident_mib));
    return idle.text();
}

std::string case_json(case_result const& one) {
    object text;
    text.add_text("peer", one.id.peer);
    text.add("size", one.id.size);
    text.add("in_flight", one.id.in_flight);
    text.add_text("scenario", to_text(one.id.when));
    if (one.id.when == scenario::idle) {
        text.add("idle", idle_json(one.idle));
        return text.text();
    }
    const auto kept = one.kept();
    add_figures(text, [&](double sample::*figure) { return median(kept, figure); });
    object lowest, highest, spread_text;
    add_figures(lowest, [&](double sample::*figure) { return spread(kept, figure).min; });
    add_figures(highest, [&](double sample::*figure) { return spread(kept, figure).max; });
    spread_text.add("min", lowest.text());
    spread_text.add("max", highest.text());
    text.add("spread", spread_text.text());
    text.add("rounds", kept.size());
    text.add("rounds_dropped", one.samples.size() - kept.size());
    text.add("foreign_cores", median(kept, &sample::foreign_cores));
    return text.text();
}

std::string names_json(std::vector<std::pair<std::string, std::string>> const& of) {
    object text;
    for (auto const& [name, value] : of) text.add_text(name, value);
    return text.text();
}

}  // namespace

std::string json_report(results const& all, report_facts const& facts) {
    std::string cases = "[";
    for (auto const& one : all.cases())
        cases += (cases.size() == 1 ? "\n" : ",\n") + case_json(one);
    object text;
    text.add("cases", cases + "\n]");
    if (!facts.page.ways.empty()) text.add("page", '\n' + facts.page.json);
    auto machine = facts.machine;
    machine.emplace_back("mode", facts.mode);
    machine.emplace_back("repeats", std::to_string(facts.repeats));
    machine.emplace_back("hogs", std::to_string(facts.hogs));
    text.add("machine", '\n' + names_json(machine));
    text.add("versions", '\n' + names_json(facts.versions));
    return text.text() + '\n';
}

}  // namespace fairlead::bench
