// SPDX-License-Identifier: MIT
//
// call_record — one call as the broker tells it, and the hops that it was made of.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fairlead::cli::trace {

/// In the order in which a call passes them; docs/MONITORING.md has the words.
enum class point : std::uint8_t {
    begun,
    sent,
    taken,
    forwarded,
    received,
    handler_begun,
    handler_ended,
    answered,
    answer_taken,
    answer_sent,
    answer_received,
    settled,
};
inline constexpr std::size_t points_of_call = 12;

struct call_record {
    std::string method, from, to, outcome, doubt, traceparent;
    std::uint64_t session = 0, provider = 0;  ///< 0: the broker itself.
    double time = 0;                          ///< Seconds since 1970.
    std::uint64_t start = 0;                  ///< Nanoseconds of CLOCK_MONOTONIC.
    std::array<std::optional<std::uint64_t>, points_of_call> points;  ///< Nanoseconds since start.

    /// Nothing: it is no record of a call.
    static std::optional<call_record> parse(std::string_view json);

    std::optional<std::uint64_t> at(point which) const noexcept {
        return points[static_cast<std::size_t>(which)];
    }
    std::uint64_t whole_ns() const noexcept;
};

/// What lies between two points, one behind the other, of those that are known: the hops of a call
/// always sum to its whole.
struct hop {
    point from, to;
    std::uint64_t ns;
};
std::vector<hop> hops_of(call_record const& call);

/// "queue of the provider", and of what nobody has told: "provider, not told".
std::string_view name_of(point from, point to) noexcept;

}  // namespace fairlead::cli::trace
