// SPDX-License-Identifier: MIT
//
// json — a report for programs: what is not known is left out.
#include "cli/output/json_figures.hpp"
#include "cli/top/text.hpp"

namespace fairlead::cli::top {
namespace {

void add_change(json_figures& to, report const& one, line const& of) {
    if (!one.seconds) return;
    to.add("callsPerSecond", one.rate(of.since.calls))
        .add("errorsPerSecond", one.rate(of.since.errors))
        .add("bytesInPerSecond", one.rate(of.since.bytes_in))
        .add("bytesOutPerSecond", one.rate(of.since.bytes_out));
}

void add_latency(json_figures& to, line const& of) {
    if (meter::count_of(of.latency) == 0) return;
    to.add("p50Us", meter::quantile_ns(of.latency, 0.5) / 1e3)
        .add("p99Us", meter::quantile_ns(of.latency, 0.99) / 1e3);
}

json_figures peer_json(report const& one, line const& peer) {
    auto const& now = peer.now;
    json_figures made;
    made.add("role", role_of(peer))
        .add("name", now.name)
        .add("pid", now.pid)
        .add("sessions", now.sessions)
        .add("calls", now.calls)
        .add("errors", now.errors)
        .add("bytesIn", now.bytes_in)
        .add("bytesOut", now.bytes_out)
        .add("events", now.events)
        .add("delivered", now.delivered)
        .add("inFlight", now.in_flight)
        .add("queueBytes", now.queue_bytes)
        .add("drops", now.drops)
        .add("restarts", now.restarts);
    add_change(made, one, peer);
    add_latency(made, peer);
    if (peer.cpu >= 0) made.add("cpu", peer.cpu);
    if (peer.memory > 0) made.add("memoryBytes", peer.memory);
    return made;
}

json_figures method_json(report const& one, line const& method) {
    auto const& now = method.now;
    json_figures made;
    made.add("name", now.name)
        .add("peer", method.owner)
        .add("calls", now.calls)
        .add("errors", now.errors)
        .add("bytesIn", now.bytes_in)
        .add("bytesOut", now.bytes_out)
        .add("inFlight", now.in_flight);
    add_change(made, one, method);
    add_latency(made, method);
    return made;
}

json_figures topic_json(report const& one, line const& topic) {
    auto const& now = topic.now;
    json_figures made;
    made.add("name", now.name)
        .add("events", now.calls)
        .add("delivered", now.delivered)
        .add("bytesIn", now.bytes_in)
        .add("bytesOut", now.bytes_out)
        .add("drops", now.drops);
    if (one.seconds)
        made.add("eventsPerSecond", one.rate(topic.since.calls))
            .add("deliveredPerSecond", one.rate(topic.since.delivered));
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
        totals.add(meter::total_names[i], now.totals[i]);
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
