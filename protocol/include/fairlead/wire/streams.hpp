// SPDX-License-Identifier: MIT
//
// streams — what source, reader and the broker between them must count alike: a call's streams have
// numbers, and an item costs its reader's window what it costs in memory.
//
// Stream 0 is the call's result, from offerer to asker. 1 … argument_streams_max are those that
// stand in its arguments as {"$stream":n}, from asker to offerer. Window of the first: as much as
// item_window_bytes from the beginning. Of the others: nothing, until their reader opens it.
#pragma once

#include <fairlead/wire/attachments.hpp>
#include <fairlead/wire/frame.hpp>
#include <fairlead/wire/limits.hpp>

#include <span>

namespace fairlead::wire {

/// Which of a call's streams an item or a credit is about.
enum class stream_id : std::uint32_t {};
inline constexpr stream_id result_stream{0};
constexpr auto raw(stream_id id) noexcept { return static_cast<std::uint32_t>(id); }
constexpr bool is_argument_stream(stream_id id) noexcept {
    return raw(id) >= 1 && raw(id) <= argument_streams_max;
}

constexpr stream_id stream_of(frame_header const& header) noexcept {
    return static_cast<stream_id>(raw(header.route));
}
constexpr void set_stream(frame_header& header, stream_id id) noexcept {
    header.route = static_cast<route_id>(raw(id));
}

/// Of an item: its frame, so that empty ones are not free, and what it names in blobs.
std::uint64_t item_cost(std::size_t payload_bytes,
                        std::span<const attachment_ref> table = {}) noexcept;

/// What a source may still send. It may while anything is left, so it oversteps by one item at
/// most; an item that is larger than the whole window gets through, too.
class stream_window {
public:
    constexpr explicit stream_window(std::int64_t left = 0) noexcept : left_{left} {}

    constexpr bool is_open() const noexcept { return left_ > 0; }
    constexpr std::int64_t left() const noexcept { return left_; }
    constexpr void spend(std::uint64_t bytes) noexcept {
        left_ -= static_cast<std::int64_t>(bytes);
    }
    /// A peer's number: what is beyond any use is cut off, so that no sum runs over.
    constexpr void open(std::uint64_t bytes) noexcept {
        constexpr std::int64_t most = std::int64_t{1} << 40;
        left_ += bytes > static_cast<std::uint64_t>(most) ? most : static_cast<std::int64_t>(bytes);
        if (left_ > most) left_ = most;
    }

private:
    std::int64_t left_;
};

}  // namespace fairlead::wire
