// SPDX-License-Identifier: MIT
//
// attachments — binary beside JSON: what the payload of a frame with flag `binary` looks like.
//
//    u32 json bytes | u32 count | count × {u32 blob, u32 0, u64 bytes} | json | inline bytes
//
// An attachment lies in the payload itself (blob 0: its bytes follow the JSON, in order) or in a
// blob, memory that its sender owns and that both ends have mapped (shm::blob). In the JSON the
// attachment number n stands as {"$bytes":n}. Nobody between the two ends looks at any of the
// bytes.
//
// With 0 json bytes the last attachment is the JSON: a large text need not go through any ring.
#pragma once

#include <fairlead/vocabulary/result.hpp>
#include <fairlead/wire/wire_errc.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace fairlead::wire {

/// Names memory that the sender of a frame has given to its receiver; 0 names none.
enum class blob_id : std::uint32_t {};
inline constexpr blob_id no_blob{0};
constexpr auto raw(blob_id id) noexcept { return static_cast<std::uint32_t>(id); }

inline constexpr std::size_t attachments_max = 16;

/// JSON from here on is attached where its reader takes attachments: below, two copies through the
/// rings are as quick.
inline constexpr std::size_t attached_json_bytes = 256u << 10;

struct attachment_ref {
    blob_id blob;  // No first values: a table of these is filled, never cleared.
    std::uint32_t reserved;
    std::uint64_t bytes;
};
static_assert(sizeof(attachment_ref) == 16);

struct attachment_head {
    std::uint32_t json_bytes = 0;
    std::uint32_t count = 0;
};
static_assert(sizeof(attachment_head) == 8);

/// A payload taken apart. The table is a private copy; the views lie in the payload.
class attached_payload {
public:
    static result<attached_payload> parse(std::span<const std::byte> payload) noexcept;
    /// The same, in place: the table is too large to be moved about on the hot path.
    attached_payload(std::span<const std::byte> payload, boost::system::error_code& failed) noexcept
        : count_{0} {
        failed = take(payload);
    }

    std::span<const attachment_ref> table() const noexcept { return {table_.data(), count_}; }
    std::span<attachment_ref> table() noexcept { return {table_.data(), count_}; }
    /// Empty if is_json_attached().
    std::span<const std::byte> json() const noexcept { return json_; }
    bool is_json_attached() const noexcept { return json_.empty() && count_ > 0; }
    /// The bytes of inline attachment `index`; empty for one in a blob.
    std::span<const std::byte> inline_bytes(std::size_t index) const noexcept;
    /// All that stands behind the table: JSON and inline bytes.
    std::span<const std::byte> body() const noexcept { return body_; }

private:
    boost::system::error_code take(std::span<const std::byte> payload) noexcept;

    std::array<attachment_ref, attachments_max> table_;  // Filled as far as count_.
    std::size_t count_;
    std::span<const std::byte> json_;
    std::span<const std::byte> body_;
};

}  // namespace fairlead::wire
