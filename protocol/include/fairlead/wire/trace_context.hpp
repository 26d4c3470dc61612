// SPDX-License-Identifier: MIT
//
// trace_context — of whose trace a call is a part: the ids of a W3C `traceparent`, as text and as
// the payload of a context frame.
//
//   00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace fairlead::wire {

struct trace_context {
    std::array<std::uint8_t, 16> trace{};
    std::array<std::uint8_t, 8> span{};  ///< Whose child the call is.
    std::uint8_t flags = 0;              ///< Bit 0: sampled.

    bool operator==(trace_context const&) const = default;

    /// Nothing: it is none, by the letter of the recommendation (level 1; later versions are read
    /// as far as they are the same).
    static std::optional<trace_context> parse(std::string_view traceparent) noexcept;
    std::string to_text() const;

    /// A payload: 16 bytes trace, 8 span, u8 flags, 7 zero. Copied before it is looked at.
    static constexpr std::size_t payload_bytes = 32;
    static std::optional<trace_context> parse(std::span<const std::byte> payload) noexcept;
    std::array<std::byte, payload_bytes> to_payload() const noexcept;

    /// Of the same trace, another span.
    trace_context child(std::uint64_t random) const noexcept;

private:
    bool has_ids() const noexcept;
};

}  // namespace fairlead::wire
