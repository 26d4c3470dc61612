// SPDX-License-Identifier: MIT
//
// limits — what one peer may use of the broker, and what all of them together may. Beside
// wire/limits.hpp the one place for the broker's own bounds; docs/LIMITS.md says what happens at
// each.
#pragma once

#include <fairlead/wire/limits.hpp>

#include <cstddef>
#include <cstdint>

namespace fairlead::broker::accounting {

inline constexpr std::uint64_t blobs_max = 256;              ///< Of one peer …
inline constexpr std::uint64_t blob_bytes_max = 256u << 20;  ///< … together.
/// Names that one peer may put into the table of all: whoever gives offers up and takes new ones
/// for ever must not use it up.
inline constexpr std::uint64_t names_of_peer_max =
    std::uint64_t{wire::offers_max} + wire::subscriptions_max;

/// An app may lower them in wails.json, for a role or for one plugin; it cannot raise them.
struct peer_limits {
    std::uint64_t calls = wire::calls_in_flight_max;
    std::uint64_t offers = wire::offers_max;
    std::uint64_t subscriptions = wire::subscriptions_max;
    std::uint64_t names = names_of_peer_max;
    std::uint64_t blobs = blobs_max;
    std::uint64_t blob_bytes = blob_bytes_max;

    bool operator==(peer_limits const&) const = default;
};

}  // namespace fairlead::broker::accounting
