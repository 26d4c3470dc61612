// SPDX-License-Identifier: MIT
//
// frame_outlet — where all frames of a connection leave it, from any thread, one at a time.
//
// Its lock also guards what must agree with what was sent: who holds it knows that nobody asks,
// answers or closes meanwhile. No handler is ever called under it.
#pragma once

#include <fairlead/bytes.hpp>
#include <fairlead/handshake/control_stream.hpp>
#include <fairlead/shm/blob_pool.hpp>
#include <fairlead/shm/channel.hpp>
#include <fairlead/wire/trace_context.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace fairlead::client {

/// What goes into a frame: a name or not, JSON, attachments.
struct outgoing {
    std::string_view name;
    std::string_view json;
    std::span<const bytes> attachments;
    bool reader_takes_binary = false;
    std::uint64_t* cost = nullptr;                 // Of an item: told to whoever sends it.
    wire::trace_context const* context = nullptr;  // Of a call: goes ahead of it.
};

class frame_outlet {
public:
    using pieces = shm::frame_writer::pieces;

    /// `break_off` ends the connection soon, for that reason; it may be called under the lock.
    frame_outlet(shm::frame_writer& ring, handshake::control_stream& control,
                 std::function<void(std::string)> break_off)
        : ring_{ring}, control_{control}, break_off_{std::move(break_off)} {}

    std::unique_lock<std::mutex> lock() const { return std::unique_lock{mutex_}; }

    /// A message without an answer. False: refused, or the connection has ended.
    bool post(wire::frame_header header, pieces payload);
    /// An item of a stream: what it costs, or nothing: it did not go out.
    std::optional<std::uint64_t> post_item(wire::frame_header& header, std::string_view json,
                                           std::span<const bytes> attachments, bool takes_binary);
    /// A blob of the broker's is no longer read here.
    void release(wire::blob_id id);
    void break_off(std::string reason) const { break_off_(std::move(reason)); }

    /// Where large attachments lie.
    std::shared_ptr<shm::blob_pool> const& pool() const noexcept { return pool_; }

    // -- under the lock ---------------------------------------------------------------------------

    bool is_open() const noexcept { return open_; }
    shm::send_outcome send(wire::frame_header const& header, pieces payload);
    /// The header by reference and filled in place: copying one that was just written stalls the
    /// core.
    shm::send_outcome pack_and_send(wire::frame_header& header, outgoing const& payload);
    /// When the last frame with flag `traced` went out.
    std::uint64_t sent_at() const noexcept { return sent_at_; }
    void flush();
    /// What was sent goes out, then nothing more.
    void close();
    std::size_t waiting_bytes() const noexcept { return ring_.overflow_bytes(); }

    // -- the loop's thread ------------------------------------------------------------------------

    /// From now on this thread is the loop's: it flushes at the end of its turn, once for all that
    /// it sent; everybody else at once.
    void belong_to_this_thread() const noexcept;
    bool is_own_thread() const noexcept;
    static bool is_any_loop_thread() noexcept;

    /// The loop's thread has sent a call since it last forgot that.
    bool has_asked() const noexcept { return asked_; }
    void forget_asked() noexcept { asked_ = false; }

private:
    shm::send_outcome send_attached(wire::frame_header& header, outgoing const& payload,
                                    pieces front);
    bool announce(wire::blob_id id, shm::blob_pool::announcement const& what);

    shm::frame_writer& ring_;
    handshake::control_stream& control_;
    std::function<void(std::string)> break_off_;
    std::shared_ptr<shm::blob_pool> pool_ = std::make_shared<shm::blob_pool>();
    bool asked_ = false;  // The loop's thread alone.

    mutable std::mutex mutex_;
    bool open_ = true;
    std::uint64_t sent_at_ = 0;
};

}  // namespace fairlead::client
