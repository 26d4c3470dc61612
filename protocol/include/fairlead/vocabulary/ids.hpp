// SPDX-License-Identifier: MIT
//
// ids — the numbers two processes name things by. Enums: no arithmetic, no mixing, trivially
// copyable.
#pragma once

#include <cstdint>

namespace fairlead {

enum class session_id : std::uint32_t {
};  ///< One peer's life in the broker. Never reused while the broker lives.
enum class route_id : std::uint32_t {
};  ///< A method or topic name, interned by the broker for its whole life.
enum class request_id : std::uint64_t {
};  ///< Chosen by the asker; unique among its requests in flight.
enum class generation : std::uint64_t {
};  ///< One document in one window: a reload is the next generation.

inline constexpr route_id no_route{0};
inline constexpr request_id no_request{0};

constexpr auto raw(session_id id) noexcept { return static_cast<std::uint32_t>(id); }
constexpr auto raw(route_id id) noexcept { return static_cast<std::uint32_t>(id); }
constexpr auto raw(request_id id) noexcept { return static_cast<std::uint64_t>(id); }
constexpr auto raw(generation id) noexcept { return static_cast<std::uint64_t>(id); }

}  // namespace fairlead
