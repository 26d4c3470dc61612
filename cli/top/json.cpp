// SPDX-License-Identifier: MIT
//
// json — a report for programs: what is not known is left out.
#include "cli/output/json_figures.hpp"
#include "cli/top/text.hpp"

#include <span>
#include <string_view>

namespace fairlead::cli::top {
namespace {

using meter::values;

/// A counter, and what the report calls it.
struct counter {
    std::string_view key;
    std::uint64_t values::*of;
};
/// The same of what happened lately, by the second.
struct rate {
    std::string_view key;
    std::uint64_t change::*of;
};

constexpr counter peer_counters[] = {
    {"sessions", &values::sessions},      {"calls", &values::calls},
    {"errors", &values::errors},          {"bytesIn", &values::bytes_in},
    {"bytesOut", &values::bytes_out},     {"events", &values::events},
    {"delivered", &values::delivered},    {"inFlight", &values::in_flight},
    {"queueBytes", &values::queue_bytes}, {"drops", &values::drops},
    {"restarts", &values::restarts},
};
constexpr counter method_counters[] = {
    {"calls", &values::calls},        {"errors", &values::errors},
    {"bytesIn", &values::bytes_in},   {"bytesOut", &values::bytes_out},
    {"inFlight", &values::in_flight},
};
constexpr counter topic_counters[] = {
    {"events", &values::calls},     {"delivered", &values::delivered},
    {"bytesIn", &values::bytes_in}, {"bytesOut", &values::bytes_out},
    {"drops", &values::drops},
};
constexpr rate call_rates[] = {
    {"callsPerSecond", &change::calls},
    {"errorsPerSecond", &change::errors},
    {"bytesInPerSecond", &change::bytes_in},
    {"bytesOutPerSecond", &change::bytes_out},
};
constexpr rate event_rates[] = {
    {"eventsPerSecond", &change::calls},
    {"deliveredPerSecond", &change::delivered},
};

void add_measured(json_figures& to, report const& one, line const& of,
                  std::span<counter const> counters, std::span<rate const> rates) {
    for (auto const& each : counters) to.add(each.key, of.now.*each.of);
    if (one.seconds)
        for (auto const& each : rates) to.add(each.key, one.rate(of.since.*each.of));
    if (meter::count_of(of.latency) == 0) return;
    to.add("p50Us", meter::quantile_ns(of.latency, 0.5) / 1e3)
        .add("p99Us", meter::quantile_ns(of.latency, 0.99) / 1e3);
}

json_figures peer_json(report const& one, line const& peer) {
    json_figures made;
    made.add("role", role_of(peer)).add("name", peer.now.name).add("pid", peer.now.pid);
    add_measured(made, one, peer, peer_counters, call_rates);
    if (peer.cpu >= 0) made.add("cpu", peer.cpu);
    if (peer.memory > 0) made.add("memoryBytes", peer.memory);
    return made;
}

json_figures method_json(report const& one, line const& method) {
    json_figures made;
    made.add("name", method.now.name).add("peer", method.owner);
    add_measured(made, one, method, method_counters, call_rates);
    return made;
}

json_figures topic_json(report const& one, line const& topic) {
    json_figures made;
    made.add("name", topic.now.name);
    add_measured(made, one, topic, topic_counters, event_rates);
    return made;
}

template <class Make>
std::vector<json_figures> list_of(report const& one, std::vector<line> const& all, Make&& make) {
    std::vector<json_figures> made;
    for (auto const& each : all) made.push_back(make(one, each));
    return made;
}

}  // namespace

std::string json_of(report const& one) {
    auto const& now = one.now;
    json_figures broker, totals;
    broker.add("pid", now.pid)
        .add("state", meter::to_text(now.state))
        .add("startedAt", std::chrono::duration<double>{now.started_at.time_since_epoch()}.count())
        .add("inTurnMs", std::chrono::duration<double, std::milli>{now.in_turn}.count())
        .add("idleMs",
             std::chrono::duration<double, std::milli>{now.taken_at - now.seen_at}.count())
        .add("turns", now.turns);
    if (one.cpu >= 0) broker.add("cpu", one.cpu);
    if (one.memory > 0) broker.add("memoryBytes", one.memory);
    for (std::size_t i = 0; i < now.totals.size(); ++i)
        totals.add(meter::total_fields[i].name, now.totals[i]);
    json_figures made;
    made.add("app", now.app).add("broker", broker);
    if (one.seconds) made.add("seconds", *one.seconds);
    return made.add("totals", totals)
        .add("peers", list_of(one, one.peers, peer_json))
        .add("methods", list_of(one, one.methods, method_json))
        .add("topics", list_of(one, one.topics, topic_json))
        .text();
}

}  // namespace fairlead::cli::top
