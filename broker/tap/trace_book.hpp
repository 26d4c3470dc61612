// SPDX-License-Identifier: MIT
//
// trace_book — calls that are being traced: those under way, and those that wait for what their
// peers have to tell. Bounded: without room the oldest goes, and is counted.
#pragma once

#include "broker/tap/traced_call.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

namespace fairlead::broker::tap {

class trace_book {
public:
    static constexpr std::size_t calls_max = 1'024;

    /// Never 0.
    std::uint32_t add(traced_call one);
    /// Null: it is not, or no more.
    traced_call* find(std::uint32_t number) noexcept;
    void remove(std::uint32_t number) noexcept { calls_.erase(number); }
    void clear() noexcept { calls_.clear(); }

    /// That peer has settled a call of its own, or answered one: `number` is its word for it, or 0:
    /// none that waits for it.
    std::uint32_t find(session_id who, wire::timed_as as, request_id number) const noexcept;

    /// It will tell nothing any more, and nobody waits for an answer to it. Those that are whole
    /// thereby come back.
    std::vector<traced_call> on_gone(session_id who);

    /// Answered before `then`, and not told of since.
    std::vector<traced_call> take_late(std::uint64_t then);
    /// Some wait for what will be told.
    bool waits() const noexcept;

    std::size_t size() const noexcept { return calls_.size(); }
    std::uint64_t take_dropped() noexcept { return std::exchange(dropped_, 0); }

private:
    std::map<std::uint32_t, traced_call> calls_;  // In the order in which they came.
    std::uint32_t last_ = 0;
    std::uint64_t dropped_ = 0;
};

}  // namespace fairlead::broker::tap
