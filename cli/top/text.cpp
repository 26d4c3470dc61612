// SPDX-License-Identifier: MIT
//
// text — numbers with three digits and a unit; `-` where nothing is known.
#include "cli/top/text.hpp"

#include "cli/output/table.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>

namespace fairlead::cli::top {
namespace {

std::string printed(double value, int decimals, char const* unit) {
    std::array<char, 64> text;
    const auto length = std::snprintf(text.data(), text.size(), "%.*f%s", decimals, value, unit);
    return {text.data(), static_cast<std::size_t>(length)};
}

std::string with_unit(double value, std::array<char const*, 4> const& units, double step) {
    std::size_t unit = 0;
    while (value >= step && unit + 1 < units.size()) value /= step, ++unit;
    return printed(value, unit == 0 || value >= 100 ? 0 : 1, units[unit]);
}

std::string count(double value) { return with_unit(value, {"", "k", "M", "G"}, 1'000); }
std::string count(std::uint64_t value) { return count(static_cast<double>(value)); }
std::string bytes(double value) { return with_unit(value, {"B", "K", "M", "G"}, 1'024); }
std::string bytes(std::uint64_t value) { return bytes(static_cast<double>(value)); }

std::string time_text(double nanoseconds) {
    if (nanoseconds < 1e3) return printed(nanoseconds, 0, "ns");
    if (nanoseconds < 1e5) return printed(nanoseconds / 1e3, 1, "us");
    if (nanoseconds < 1e6) return printed(nanoseconds / 1e3, 0, "us");
    if (nanoseconds < 1e8) return printed(nanoseconds / 1e6, 1, "ms");
    return printed(nanoseconds / 1e9, 2, "s");
}

std::string quantile(line const& one, double q) {
    return meter::count_of(one.latency) == 0 ? "-" : time_text(meter::quantile_ns(one.latency, q));
}

std::string share(double cpu) { return cpu < 0 ? "-" : printed(cpu * 100, 1, ""); }

bool is_alive(meter::broker_state state) noexcept {
    return state != meter::broker_state::ended && state != meter::broker_state::died;
}

std::string duration_text(std::chrono::duration<double> time) {
    const auto seconds = static_cast<long long>(time.count());
    if (seconds < 60) return printed(time.count(), 1, " s");
    if (seconds < 3'600)
        return std::to_string(seconds / 60) + " min " + std::to_string(seconds % 60) + " s";
    return std::to_string(seconds / 3'600) + " h " + std::to_string(seconds / 60 % 60) + " min";
}

std::string clock_text(std::chrono::system_clock::time_point when) {
    const auto seconds = std::chrono::system_clock::to_time_t(when);
    std::tm parts{};
    ::localtime_r(&seconds, &parts);
    std::array<char, 32> text;
    return {text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M:%S", &parts)};
}

std::string state_text(report const& one, colours const& paint) {
    auto const& now = one.now;
    const auto idle = now.taken_at - now.seen_at;
    switch (now.state) {
        case meter::broker_state::running: return paint.good("running");
        case meter::broker_state::stopped:
            return paint.bad("stopped by a signal") + ": nothing moves since " +
                   duration_text(idle);
        case meter::broker_state::hung:
            return paint.bad("hangs") + ": it has been in one turn for " +
                   duration_text(now.in_turn);
        case meter::broker_state::ended: return "ended";
        case meter::broker_state::died: break;
    }
    return paint.bad("died") + ": these are its last counters, " + duration_text(idle) + " old";
}

std::string head_of(report const& one, colours const& paint) {
    auto const& now = one.now;
    auto text = paint.heading("app " + readable(now.app)) + ", broker pid " +
                std::to_string(now.pid) + ' ' + state_text(one, paint) + ", since " +
                clock_text(now.started_at) + '\n';
    if (is_alive(now.state))
        text += "CPU " + share(one.cpu) + " %, memory " + bytes(one.memory) + ", ";
    const auto total = [&](std::string_view name) {
        const auto at = std::ranges::find(meter::total_fields, name, &meter::total_field::name) -
                        meter::total_fields.begin();
        return count(now.totals[static_cast<std::size_t>(at)]);
    };
    return text + "calls " + total("calls") + ", errors " + total("errors") + ", timeouts " +
           total("timeouts") + ", events " + total("events") + ", dropped " +
           total("eventsDropped") + '\n';
}

std::vector<std::string> legend_of(text_options const& how, std::vector<std::string> names) {
    if (!how.legend) return {};
    for (auto& name : names) name = how.paint.weak(name);
    return names;
}

std::string per(report const& one, std::string name) { return one.seconds ? name + "/s" : name; }

template <class Cells>
std::string table_of(std::vector<line> const& all, text_options const& how,
                     std::vector<std::string> names, Cells&& cells) {
    if (all.empty()) return {};
    table out{legend_of(how, std::move(names))};
    for (std::size_t i = 0; i < std::min(all.size(), how.rows); ++i) out.add(cells(all[i]));
    auto text = '\n' + out.text();
    if (all.size() > how.rows)
        text += how.paint.weak("… and " + std::to_string(all.size() - how.rows) + " more") + '\n';
    return text;
}

}  // namespace

std::string text_of(report const& one, text_options const& how) {
    const auto rate = [&](std::uint64_t much) { return one.rate(much); };
    const auto alarmed = [&](std::uint64_t number, std::string text) {
        return number > 0 ? how.paint.bad(text) : text;
    };
    auto text = head_of(one, how.paint);
    text += table_of(one.peers, how,
                     {"ROLE", "PEER", "PID", "CPU%", "MEM", per(one, "CALLS"), per(one, "ERR"),
                      per(one, "IN"), per(one, "OUT"), per(one, "EVENTS"), "INFLIGHT", "P50", "P99",
                      "QUEUE", "DROPS", "RESTARTS"},
                     [&](line const& peer) -> std::vector<std::string> {
                         auto const& now = peer.now;
                         return {role_of(peer),
                                 now.sessions == 1 ? readable(now.name)
                                 : now.sessions == 0
                                     ? how.paint.weak(readable(now.name) + " (gone)")
                                     : readable(now.name) + " ×" + std::to_string(now.sessions),
                                 now.pid == 0 || now.sessions == 0 ? "-" : std::to_string(now.pid),
                                 share(peer.cpu),
                                 peer.memory == 0 ? "-" : bytes(peer.memory),
                                 count(rate(peer.since.calls)),
                                 alarmed(peer.since.errors, count(rate(peer.since.errors))),
                                 bytes(rate(peer.since.bytes_in)),
                                 bytes(rate(peer.since.bytes_out)),
                                 count(rate(peer.since.events + peer.since.delivered)),
                                 count(now.in_flight),
                                 quantile(peer, 0.5),
                                 quantile(peer, 0.99),
                                 bytes(now.queue_bytes),
                                 alarmed(peer.since.drops, count(now.drops)),
                                 count(now.restarts)};
                     });
    text += table_of(one.methods, how,
                     {"METHOD", "PEER", per(one, "CALLS"), per(one, "ERR"), per(one, "IN"),
                      per(one, "OUT"), "INFLIGHT", "P50", "P99", "TOTAL"},
                     [&](line const& method) -> std::vector<std::string> {
                         return {readable(method.now.name),
                                 method.owner.empty() ? "-" : readable(method.owner),
                                 count(rate(method.since.calls)),
                                 alarmed(method.since.errors, count(rate(method.since.errors))),
                                 bytes(rate(method.since.bytes_in)),
                                 bytes(rate(method.since.bytes_out)),
                                 count(method.now.in_flight),
                                 quantile(method, 0.5),
                                 quantile(method, 0.99),
                                 count(method.now.calls)};
                     });
    text += table_of(one.topics, how,
                     {"TOPIC", per(one, "EVENTS"), per(one, "DELIVERED"), per(one, "IN"),
                      per(one, "OUT"), "DROPS", "TOTAL"},
                     [&](line const& topic) -> std::vector<std::string> {
                         return {readable(topic.now.name),
                                 count(rate(topic.since.calls)),
                                 count(rate(topic.since.delivered)),
                                 bytes(rate(topic.since.bytes_in)),
                                 bytes(rate(topic.since.bytes_out)),
                                 alarmed(topic.since.drops, count(topic.now.drops)),
                                 count(topic.now.calls)};
                     });
    return text;
}

}  // namespace fairlead::cli::top
