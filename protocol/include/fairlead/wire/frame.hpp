// SPDX-License-Identifier: MIT
//
// frame — one header and its payload; the unit of everything that travels in a ring.
//
//    0        4     5      6      8              16         20          24             32
//    +--------+-----+------+------+--------------+----------+-----------+--------------+---------
//    |payload |kind |flags | code | request_id   | route_id |deadline_ms| aux          | payload…
//    | bytes  |     |      |      |              |          |           |              |
//    +--------+-----+------+------+--------------+----------+-----------+--------------+---------
//
// Little endian. One frame is one ring record; a message above fragment_bytes_max travels as
// several frames with flag `more`, contiguous in its ring (shm::channel splits and joins them).
#pragma once

#include <fairlead/vocabulary/ids.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>

namespace fairlead::wire {

enum class frame_kind : std::uint8_t {
    fragment = 1,  ///< Goes on with the message before it in this ring.
    ready,         ///< peer → broker: everything offered, calls may come.
    offer,         ///< peer → broker: named method, aux = the offerer's handler index.
    withdraw,      ///< peer → broker: the offer of that name ends.
    subscribe,     ///< peer → broker: named topic, or `*`.
    unsubscribe,   ///< peer → broker: the same name again.
    call,          ///< asker → broker → offerer: payload is a JSON array of arguments.
    result,        ///< the answer: payload is one JSON value.
    error,     ///< the other answer: code, payload = message + data, aux = bytes of the message.
    cancel,    ///< asker → broker → offerer: that request is not wanted any more.
    invoke,    ///< host → broker: raw WailsInvoke text (class C or E), aux = page generation.
    callback,  ///< broker → host: the text for window.wails.Callback, aux = page generation.
    forget,    ///< host → broker: page generation aux is gone; its calls are cancelled.
    event,     ///< emitter → broker → subscribers: payload is a JSON array of the data.
    log,       ///< peer → broker: code = level (1 trace … 6 fatal), payload = text.
    ping,      ///< either way; answered by pong with the same request_id.
    pong,
    goodbye,  ///< broker → peer: finish what runs, then leave (drain).
    release,  ///< reader → broker → owner: aux = blob; one frame that named it has been read.
    item,    ///< source → broker → reader: one value of a stream of a call, route = its number.
    credit,  ///< reader → broker → source: aux = bytes that may follow, route = stream number.
    progress,  ///< offerer → broker → asker: how far the call is; payload is one JSON value.
    trace,   ///< broker → peer: code 1, calls are timed from now on; 0, no more. Echoed by peers.
    timing,  ///< peer → broker: its four points of a call, see wire/timing.hpp.
    context,  ///< asker → broker → offerer: of whose trace the call with that request is a part.
};
inline constexpr auto frame_kind_last = frame_kind::context;

/// Bits of frame_header::flags.
namespace frame_flag {
inline constexpr std::uint8_t named =
    1;  ///< The payload begins with u16 length + name; route_id is ignored.
inline constexpr std::uint8_t more = 2;  ///< Another fragment of this message follows.
/// The payload (behind a name) is as wire/attachments.hpp says.
inline constexpr std::uint8_t binary = 4;
/// Of a call: the answer may be binary. Else base64.
inline constexpr std::uint8_t takes_binary = 8;
/// Of a call: progress may be told while it runs.
inline constexpr std::uint8_t takes_progress = 16;
/// Of a call: its result may come as a stream of items, with wire::item_window_bytes to begin with.
inline constexpr std::uint8_t takes_items = 32;
/// Of an item: the stream ends with it, and it has no value. Of a credit: nothing more is read.
inline constexpr std::uint8_t last = 64;
/// Of a call or invoke: its sender times it. Of what the broker sends: it wants to be told.
inline constexpr std::uint8_t traced = 128;
inline constexpr std::uint8_t all =
    named | more | binary | takes_binary | takes_progress | takes_items | last | traced;
}  // namespace frame_flag

struct frame_header {
    std::uint32_t payload_bytes = 0;  ///< Of this record (a whole message's, once joined).
    frame_kind kind{};
    std::uint8_t flags = 0;
    std::uint16_t code = 0;  ///< fairlead::errc of an error, level of a log line.
    request_id request = no_request;
    route_id route = no_route;
    std::uint32_t deadline_ms = 0;  ///< What is left of the asker's patience; 0 = no deadline.
    std::uint64_t aux = 0;          ///< Meaning by kind, see frame_kind.
};
static_assert(sizeof(frame_header) == 32, "the wire has 32-byte headers");
static_assert(std::is_trivially_copyable_v<frame_header>);
static_assert(std::endian::native == std::endian::little, "peers share memory: one byte order");

/// A frame whose header is a private, checked copy. The payload may still lie in memory that its
/// sender can write: forward it as it is, or copy it before anything parses it.
struct frame_view {
    frame_header header;
    std::span<const std::byte> payload;
};

}  // namespace fairlead::wire
