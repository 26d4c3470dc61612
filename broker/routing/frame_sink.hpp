// SPDX-License-Identifier: MIT
//
// frame_sink — where the dispatcher puts a frame. Sessions implement it; routing never learns what
// a session is.
#pragma once

#include <fairlead/shm/overflow_queue.hpp>
#include <fairlead/vocabulary/errc.hpp>
#include <fairlead/wire/attachments.hpp>
#include <fairlead/wire/frame.hpp>

#include <initializer_list>
#include <span>
#include <string>

namespace fairlead::broker::routing {

enum class push_result {
    accepted,
    full,       ///< It does not read fast enough; nothing was kept.
    too_large,  ///< Above payload_bytes_max; nothing was kept.
    gone,       ///< It is ending; nothing was kept.
};

/// What became of an event.
struct event_outcome {
    push_result result = push_result::accepted;
    bool waits = false;         ///< Accepted, but only beside its full ring.
    shm::overflow_losses lost;  ///< Events given up for it since the last outcome; of any topic.
};

class frame_sink {
public:
    using pieces = std::initializer_list<std::span<const std::byte>>;

    virtual ~frame_sink() = default;

    /// The payload is the pieces, one after the other, copied before it returns.
    virtual push_result try_push(wire::frame_header const& header, pieces payload) = 0;

    /// An event; the terms say what may become of it while it waits. For `kept` it is try_push().
    virtual event_outcome push_event(wire::frame_header const& header, pieces payload,
                                     shm::overflow_terms /*terms*/) {
        return {.result = try_push(header, payload)};
    }

    /// One that may be lost while it waits: only the newest of its key does.
    virtual push_result push_latest(wire::frame_header const& header, pieces payload,
                                    std::uint32_t /*key*/) {
        return try_push(header, payload);
    }

    /// From now on nothing of what its peer says is taken, until resume(). What was taken already
    /// may still come.
    virtual void pause() {}
    virtual void resume() {}

    /// Hands it memory that frames will name as `id`. False: it takes none now, or never.
    virtual bool give_blob(wire::blob_id /*id*/, int /*fd*/, std::uint64_t /*bytes*/) {
        return false;
    }
    /// Reads the offers of blobs that its peer has sent and that were not read yet.
    virtual void fetch_blobs() {}

    /// Its peer broke a rule: it ends when this turn does, and nothing more is accepted. Safe to
    /// call at any time, also while a frame of that very peer is handled.
    virtual void cut(errc code, std::string reason) = 0;

    /// How much waits for the peer and since when, for people: "31.9 MiB wait for it since 2.1 s".
    virtual std::string backlog() const = 0;
};

}  // namespace fairlead::broker::routing
