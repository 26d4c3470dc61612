// SPDX-License-Identifier: MIT
//
// traced_call — one call and the times at which it passed by; pure. What a peer tells of itself is
// shown, and believed only as far as it fits between what the broker has seen with its own eyes.
#pragma once

#include <fairlead/vocabulary/errc.hpp>
#include <fairlead/vocabulary/ids.hpp>
#include <fairlead/wire/timing.hpp>
#include <fairlead/wire/trace_context.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace fairlead::broker::tap {

/// In the order in which a call passes them.
enum class point : std::uint8_t {
    begun,  ///< The asker's first four …
    sent,
    taken,  ///< … the broker's …
    forwarded,
    received,  ///< … the provider's …
    handler_begun,
    handler_ended,
    answered,
    answer_taken,  ///< … and all the way back.
    answer_sent,
    answer_received,
    settled,
};
inline constexpr std::size_t points_of_call = 12;

struct traced_end {
    std::string name;
    session_id session{};
    request_id number = no_request;  ///< By which it knows the call.
    bool owes_times = false;
};

struct traced_call {
    std::string method;
    traced_end asker, provider;
    std::optional<wire::trace_context> context;
    std::array<std::uint64_t, points_of_call> points{};  ///< 0: not known.
    std::optional<errc> failed;
    std::string doubt;                 ///< Whose times do not fit.
    std::vector<request_id> watchers;  ///< By whose request it is traced.

    std::uint64_t& at(point which) noexcept { return points[static_cast<std::size_t>(which)]; }
    std::uint64_t at(point which) const noexcept { return points[static_cast<std::size_t>(which)]; }

    /// The asker has been answered.
    bool is_home() const noexcept { return at(point::answer_sent) != 0; }
    /// Nothing more is expected of anybody.
    bool is_whole() const noexcept {
        return is_home() && !asker.owes_times && !provider.owes_times;
    }

    /// What one side says. `since`: before that nobody was asked to time anything; `now`: it has
    /// just arrived. Times that do not fit stay unknown.
    void take(wire::timed_as as, wire::call_points const& said, std::uint64_t since,
              std::uint64_t now);

    /// From its first known point to its last.
    std::uint64_t whole_ns() const noexcept;

    /// One object; docs/MONITORING.md says what stands in it. `wall_s`: seconds since 1970 at
    /// `mono_ns`.
    std::string to_json(double wall_s, std::uint64_t mono_ns) const;
};

}  // namespace fairlead::broker::tap
