// SPDX-License-Identifier: MIT
//
// report — rows are the same when place and edition are.
#include "cli/top/report.hpp"

#include <fairlead/wire/control_message.hpp>

#include <algorithm>
#include <tuple>

namespace fairlead::cli::top {
namespace {

constexpr std::uint32_t others_place = 0;

using places = std::map<std::pair<std::uint32_t, std::uint32_t>, std::size_t>;

template <class Values>
places places_of(std::vector<Values> const& all) {
    places found;
    for (std::size_t i = 0; i < all.size(); ++i) found[{all[i].place, all[i].edition}] = i;
    return found;
}

change minus(meter::values const& now, meter::values const& before) noexcept {
    return {now.calls - before.calls,       now.errors - before.errors,
            now.bytes_in - before.bytes_in, now.bytes_out - before.bytes_out,
            now.events - before.events,     now.delivered - before.delivered,
            now.drops - before.drops};
}

void set_latency(line& to, meter::method_values const& now, meter::method_values const* before) {
    to.latency = now.latency;
    if (before == nullptr) return;
    for (std::size_t i = 0; i < to.latency.size(); ++i) to.latency[i] -= before->latency[i];
}
void set_latency(line&, meter::values const&, meter::values const*) noexcept {}

template <class Values>
std::vector<line> lines_of(std::vector<Values> const* before, std::vector<Values> const& now) {
    const auto known = before != nullptr ? places_of(*before) : places{};
    std::vector<line> all;
    for (auto const& one : now) {
        const auto found = known.find({one.place, one.edition});
        auto const* was = found != known.end() ? &(*before)[found->second] : nullptr;
        auto& made = all.emplace_back();
        made.now = one;
        made.since = was != nullptr ? minus(one, *was) : minus(one, {});
        set_latency(made, one, was);
    }
    return all;
}

bool has_something_to_tell(line const& one) noexcept {
    auto const& now = one.now;
    return now.sessions + now.calls + now.errors + now.events + now.delivered + now.drops +
               now.restarts >
           0;
}

auto busyness(line const& one) noexcept {
    return std::tuple{one.since.calls + one.since.events + one.since.delivered,
                      one.since.bytes_in + one.since.bytes_out, one.now.calls};
}

void keep_the_busiest_first(std::vector<line>& all) {
    std::erase_if(all, [](line const& one) { return !has_something_to_tell(one); });
    std::ranges::stable_sort(
        all, [](line const& a, line const& b) { return busyness(a) > busyness(b); });
}

/// What its methods took is what a peer took as a provider.
void tell_owners(report& all) {
    std::map<std::uint32_t, line*> peers;
    for (auto& peer : all.peers) peers[peer.now.place] = &peer;
    for (auto& method : all.methods) {
        const auto owner = peers.find(method.now.owner);
        if (owner == peers.end() || owner->first == others_place) continue;
        method.owner = owner->second->now.name;
        for (std::size_t i = 0; i < method.latency.size(); ++i)
            owner->second->latency[i] += method.latency[i];
    }
}

void tell_use(double& cpu, std::uint64_t& memory, std::uint32_t pid, moment const* before,
              moment const& now, std::optional<double> seconds) {
    const auto used = now.processes.find(pid);
    if (used == now.processes.end()) return;
    memory = used->second.resident_bytes;
    if (before == nullptr || !seconds) return;
    const auto was = before->processes.find(pid);
    if (was == before->processes.end()) return;
    cpu = std::max(0.0, used->second.cpu_seconds - was->second.cpu_seconds) / *seconds;
}

}  // namespace

std::string role_of(line const& peer) {
    return peer.now.role == 0
               ? "-"
               : std::string{wire::to_text(static_cast<wire::peer_role>(peer.now.role))};
}

usage usage_of(meter::snapshot const& now) {
    usage all;
    if (now.state == meter::broker_state::ended || now.state == meter::broker_state::died)
        return all;  // Its number may be somebody else's by now.
    all[now.pid] = process_stats::of(static_cast<pid_t>(now.pid));
    for (auto const& peer : now.peers)
        if (peer.sessions > 0 && peer.pid != 0)
            all[peer.pid] = process_stats::of(static_cast<pid_t>(peer.pid));
    return all;
}

report compare(moment const* before, moment const& now) {
    if (before != nullptr && (before->counters.pid != now.counters.pid ||
                              before->counters.started_at != now.counters.started_at))
        before = nullptr;
    report made;
    made.now = now.counters;
    if (before != nullptr) {
        const std::chrono::duration<double> apart =
            now.counters.taken_at - before->counters.taken_at;
        made.seconds = std::max(apart.count(), 1e-6);
    }
    auto const* was = before != nullptr ? &before->counters : nullptr;
    made.peers = lines_of(was != nullptr ? &was->peers : nullptr, now.counters.peers);
    made.methods = lines_of(was != nullptr ? &was->methods : nullptr, now.counters.methods);
    made.topics = lines_of(was != nullptr ? &was->topics : nullptr, now.counters.topics);
    for (auto& peer : made.peers)
        if (peer.now.sessions > 0)
            tell_use(peer.cpu, peer.memory, peer.now.pid, before, now, made.seconds);
    tell_use(made.cpu, made.memory, now.counters.pid, before, now, made.seconds);
    tell_owners(made);
    for (auto* all : {&made.peers, &made.methods, &made.topics}) keep_the_busiest_first(*all);
    return made;
}

}  // namespace fairlead::cli::top
