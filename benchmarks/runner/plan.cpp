// SPDX-License-Identifier: MIT
//
// plan — the table of peers, and the sizes and depths.
#include "benchmarks/runner/plan.hpp"

#include <algorithm>

namespace fairlead::bench {
namespace {

constexpr std::size_t kib = 1024, mib = 1024 * kib;

nanoseconds length_of(scenario when, nanoseconds hot) {
    switch (when) {
        case scenario::every_1ms: return 2 * hot;
        case scenario::every_20ms: return 4 * hot;  // Or there would be too few calls for a median.
        default: return hot;
    }
}

}  // namespace

peer const& product() {
    static const peer fairlead{
        .name = "fairlead", .kind = peer_kind::product, .in_flight_max = 256, .in_quick = true};
    return fairlead;
}

std::vector<peer> const& all_peers() {
    static const std::vector<peer> peers{
        product(),
        {"unix-relay", peer_kind::broker, "peer_unix-relay", {"broker", "backend"}, {}, 256, true},
        {"zeromq", peer_kind::broker, "peer_zeromq", {"broker", "backend"}, {}, 256, true},
        {"nng", peer_kind::broker, "peer_nng", {"broker", "backend"}, {}, 64, false},
        {"dbus-broker",
         peer_kind::broker,
         "peer_dbus",
         {"daemon", "backend"},
         {"--dbus-broker"},
         256,
         true},
        {"dbus-daemon", peer_kind::broker, "peer_dbus", {"daemon", "backend"}, {}, 256, false},
        {"grpc", peer_kind::broker, "peer_grpc", {"backend", "broker"}, {}, 256, false},
        {"iceoryx-direct", peer_kind::direct, "peer_iceoryx", {"daemon", "backend"}, {}, 16, true},
        {"iceoryx-relay",
         peer_kind::broker,
         "peer_iceoryx",
         {"daemon", "broker", "backend"},
         {"--relayed"},
         16,
         true},
        {"capnproto", peer_kind::broker, "peer_capnproto", {"backend", "broker"}, {}, 256, false},
        {"nats", peer_kind::broker, "peer_nats", {"daemon", "backend"}, {}, 256, true},
        {"boost-mq", peer_kind::broker, "peer_boost-mq", {"broker", "backend"}, {}, 256, false},
        {"raw-relay",
         peer_kind::limit,
         "peer_unix-relay",
         {"broker", "backend"},
         {"--raw"},
         256,
         true},
    };
    return peers;
}

std::size_t depth_for(std::size_t size) {
    if (size <= 16 * kib) return 256;
    if (size <= 256 * kib) return 128;
    if (size <= mib) return 32;
    return 4;
}

std::vector<round_plan> make_plan(plan_options const& options) {
    const auto hot = from_seconds(options.seconds > 0 ? options.seconds
                                  : options.quick     ? 0.15
                                                      : 0.5);
    const auto sizes = options.quick
                           ? std::vector<std::size_t>{64, kib, mib}
                           : std::vector<std::size_t>{64, kib, 16 * kib, 256 * kib, mib, 16 * mib};
    std::vector<round_plan> plan;
    for (const auto size : sizes) {
        round_plan round{size, {{1, scenario::hot, hot}, {depth_for(size), scenario::hot, hot}}};
        if (size <= (options.quick ? 64 : kib))
            for (const auto when : {scenario::hogs, scenario::every_1ms, scenario::every_20ms})
                round.points.push_back({1, when, length_of(when, hot)});
        plan.push_back(std::move(round));
    }
    return plan;
}

double idle_seconds(plan_options const& options) { return options.quick ? 2 : 10; }

unsigned page_rounds(plan_options const& options) {
    return options.quick ? std::min(options.repeats, 2u) : options.repeats;
}

std::string size_text(std::size_t bytes) {
    if (bytes >= mib && bytes % mib == 0) return std::to_string(bytes / mib) + " MiB";
    if (bytes >= kib && bytes % kib == 0) return std::to_string(bytes / kib) + " KiB";
    return std::to_string(bytes) + " B";
}

}  // namespace fairlead::bench
