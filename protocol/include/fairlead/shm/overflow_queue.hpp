// SPDX-License-Identifier: MIT
//
// overflow_queue — messages that wait beside a full ring: in the order sent, within a bound that
// counts what they cost in memory, not only what they say.
//
// What must stay is refused when there is no room for it. What is expendable (an event) makes room
// for whatever comes later, the oldest first. Everything that is kept keeps its order, and whoever
// comes or goes costs the same however many wait.
#pragma once

#include <fairlead/wire/frame.hpp>

#include <boost/intrusive/list.hpp>
#include <boost/unordered/unordered_flat_map.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace fairlead::shm {

enum class worth : std::uint8_t {
    kept,        ///< Stays until it has gone out.
    expendable,  ///< Stays until newer messages need its room.
    latest,      ///< Expendable, and at most one of its key waits: the newest.
};

struct overflow_terms {
    worth value = worth::kept;
    std::uint32_t key = 0;  ///< Whose latest; also told of those that were lost. 0: none.
};

/// Expendable messages that did not get out.
struct overflow_losses {
    std::uint64_t dropped = 0;   ///< They made room.
    std::uint64_t replaced = 0;  ///< By a newer one of their key.
    std::uint32_t last_key = 0;  ///< Of the last of them.

    explicit operator bool() const noexcept { return (dropped | replaced) != 0; }
};

class overflow_queue {
    struct in_order;
    struct by_age;
    template <class Tag>
    using hook = boost::intrusive::list_base_hook<boost::intrusive::tag<Tag>>;

public:
    struct message : hook<in_order>, hook<by_age> {
        message(wire::frame_header what, std::vector<std::byte> bytes, overflow_terms how)
            : header{what}, payload{std::move(bytes)}, terms{how} {}
        wire::frame_header header;
        std::vector<std::byte> payload;
        overflow_terms terms;
        std::size_t done = 0;  ///< So much of the payload has gone out.
        bool started = false;  ///< Its first fragment has: it cannot be taken back.
    };

    explicit overflow_queue(std::size_t bytes_max) noexcept : bytes_max_{bytes_max} {}
    ~overflow_queue();
    overflow_queue(overflow_queue const&) = delete;
    overflow_queue& operator=(overflow_queue const&) = delete;

    bool empty() const noexcept { return all_.empty(); }
    std::size_t bytes() const noexcept { return bytes_; }

    /// False: there is no room, and nothing was lost for it. An empty queue has room for one
    /// message of any size, or a large one could never leave.
    bool make_room(std::size_t payload_bytes, overflow_terms terms);

    /// There must be room for it.
    void push(std::unique_ptr<message> one);

    message& front() noexcept { return all_.front(); }
    /// It has begun to go out: from now on it stays.
    void keep_front() noexcept { settle(all_.front()); }
    void pop_front() noexcept { remove(all_.front()); }

    /// Since they were taken the last time.
    overflow_losses take_losses() noexcept { return std::exchange(losses_, {}); }

private:
    static std::size_t cost(std::size_t payload_bytes, overflow_terms terms) noexcept;
    message* older_of(overflow_terms terms) const noexcept;
    void settle(message& one) noexcept;  // Not expendable any more.
    void remove(message& one) noexcept;

    std::size_t bytes_max_;
    std::size_t bytes_ = 0;
    std::size_t expendable_bytes_ = 0;  // Of them.
    boost::intrusive::list<message, boost::intrusive::base_hook<hook<in_order>>> all_;
    boost::intrusive::list<message, boost::intrusive::base_hook<hook<by_age>>> expendable_;
    boost::unordered_flat_map<std::uint32_t, message*> latest_;  // By key.
    overflow_losses losses_;
};

}  // namespace fairlead::shm
