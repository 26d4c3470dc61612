// SPDX-License-Identifier: MIT
//
// layout — the broker's counters as they lie in the file `counters` of the app's runtime folder.
// docs/MONITORING.md says what each number means. What is behind `version` may change with it;
// readers take places and sizes from the header.
#pragma once

#include <fairlead/meter/latency.hpp>
#include <fairlead/meter/number.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace fairlead::meter {

inline constexpr std::string_view file_name = "counters";
/// Of the broker before, if that did not end in order.
inline constexpr std::string_view crashed_file_name = "counters.crashed";

inline constexpr std::uint64_t magic = 0x31'54'4e'43'44'4c'52'46;  // "FRLDCNT1"
inline constexpr std::uint32_t version = 2;

/// The first row of each kind holds what the others have no room for.
inline constexpr std::uint32_t peer_rows = 256;
inline constexpr std::uint32_t method_rows = 512;
inline constexpr std::uint32_t topic_rows = 256;
inline constexpr std::string_view others = "(others)";

/// Of a peer, a method or a topic; what has no meaning for one stays 0. What each call counts is in
/// the first cache line: a row is touched for every frame, and the cache is full of other things.
struct row {
    std::atomic<std::uint32_t> edition{0};  ///< Odd while it is given to somebody else; 0: unused.
    std::atomic<std::uint32_t> role{0};     ///< Of a peer: wire::peer_role.
    std::atomic<std::uint32_t> pid{0};      ///< Of a peer: its latest process.
    std::atomic<std::uint32_t> owner{0};    ///< Of a method: the row of the peer that offers it.

    number calls;      ///< Peer: that it made. Method: handed to its provider. Topic: events.
    number errors;     ///< Peer: that it was answered with. Method: that it was answered with.
    number bytes_in;   ///< Peer: from it. Method: arguments. Topic: data of its events.
    number bytes_out;  ///< Peer: to it. Method: results. Topic: the same, for each delivery.
    number in_flight;  ///< Peer: calls that it waits for. Method: that are not answered.
    number answer_ns;  ///< Method: how long its answers took, together.

    number events;       ///< Peer: that it emitted.
    number delivered;    ///< Peer: events to it. Topic: to subscribers.
    number drops;        ///< Events that were given up, for it or of it.
    number queue_bytes;  ///< Peer: what waits for it beside its full ring.
    number restarts;     ///< Peer: of a plugin of wails.json.
    number sessions;     ///< Of a peer: how many are connected by that name.
    number session;      ///< Of a peer: the number of the latest.
    number reserved;
    label name;
};
static_assert(sizeof(row) == 224 && alignof(row) == 8);

struct alignas(64) peer_row : row {};
struct alignas(64) topic_row : row {};
/// From the handing over of a call to its provider's answer.
struct alignas(64) method_row : row {
    std::array<number, latency_buckets> latency;
};
static_assert(sizeof(peer_row) == 256 && sizeof(topic_row) == 256 && sizeof(method_row) == 1'024);

struct section {
    std::uint32_t offset;
    std::uint32_t rows;
    std::uint32_t row_bytes;
    std::atomic<std::uint32_t> used;  ///< No row from here on was ever given to anybody.
};
static_assert(sizeof(section) == 16);

enum class life : std::uint32_t { running = 1, ended = 2 };

/// What the broker has done since it started, in this order.
struct totals {
    number calls;             ///< Taken from callers, invokes of pages included.
    number results;           ///< Answered with a result.
    number errors;            ///< Answered with an error, whoever caused it.
    number timeouts;          ///< Of those: the deadline passed.
    number orphans;           ///< Of those: the provider ended first.
    number overloads;         ///< Of those: a bound was reached.
    number denied;            ///< Of all kinds, for what wails.json says.
    number cancelled;         ///< Taken back by caller or page.
    number late_replies;      ///< Answers that nobody waited for any more.
    number items;             ///< Of streams, passed on.
    number late_items;        ///< Items and progress that nobody waited for any more.
    number parked;            ///< Calls that had to wait for a plugin to start.
    number resent;            ///< Idempotent calls whose plugin died in them.
    number events;            ///< Published.
    number events_delivered;  ///< To subscribers, into their rings or beside them.
    number events_dropped;    ///< A subscriber did not read fast enough.
    number events_replaced;   ///< The same, but it gets a newer one of the topic.
    number emitters_paused;   ///< Times: a subscriber of a topic that blocks was slow.
    number sessions_admitted;
    number sessions_refused;
    number sessions_cut;  ///< Ended by the broker: somebody broke a rule.
    number faults;        ///< Times that handling what a peer sent has thrown.
};

struct total_field {
    std::string_view name;
    number totals::*at;
};
inline constexpr std::array total_fields{
    total_field{"calls", &totals::calls},
    total_field{"results", &totals::results},
    total_field{"errors", &totals::errors},
    total_field{"timeouts", &totals::timeouts},
    total_field{"orphans", &totals::orphans},
    total_field{"overloads", &totals::overloads},
    total_field{"denied", &totals::denied},
    total_field{"cancelled", &totals::cancelled},
    total_field{"lateReplies", &totals::late_replies},
    total_field{"items", &totals::items},
    total_field{"lateItems", &totals::late_items},
    total_field{"parked", &totals::parked},
    total_field{"resent", &totals::resent},
    total_field{"events", &totals::events},
    total_field{"eventsDelivered", &totals::events_delivered},
    total_field{"eventsDropped", &totals::events_dropped},
    total_field{"eventsReplaced", &totals::events_replaced},
    total_field{"emittersPaused", &totals::emitters_paused},
    total_field{"sessionsAdmitted", &totals::sessions_admitted},
    total_field{"sessionsRefused", &totals::sessions_refused},
    total_field{"sessionsCut", &totals::sessions_cut},
    total_field{"faults", &totals::faults}};
static_assert(sizeof(totals) == total_fields.size() * sizeof(number), "it names them all");

struct header {
    std::uint64_t magic;
    std::uint32_t version;
    std::uint32_t pid;              ///< Of the broker.
    std::uint64_t process_started;  ///< The same as field 22 of /proc/PID/stat: it, and no other.
    std::uint64_t started_at;       ///< Nanoseconds since 1970.
    section peers, methods, topics;
    std::atomic<std::uint32_t> state;  ///< life
    std::uint32_t reserved;
    label app;

    number turns;       ///< Of its loop, that are done.
    number turn_began;  ///< CLOCK_MONOTONIC, in ns, of the one that it is in; 0: it sleeps.
    number seen_at;     ///< CLOCK_MONOTONIC of the last turn that did something.
    totals done;
};
static_assert(sizeof(header) == 384);

struct map {
    alignas(4'096) header head;
    alignas(4'096) std::array<peer_row, peer_rows> peers;
    alignas(4'096) std::array<method_row, method_rows> methods;
    alignas(4'096) std::array<topic_row, topic_rows> topics;
};

}  // namespace fairlead::meter
