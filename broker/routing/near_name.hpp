// SPDX-License-Identifier: MIT
//
// near_name — "did you mean …": how many slips of the finger lie between two names. Pure.
#pragma once

#include <cstddef>
#include <string_view>

namespace fairlead::broker::routing {

/// Insertions, deletions, replacements and swaps of neighbours from one to the other; `most` + 1
/// when there are more than `most`.
std::size_t slips_between(std::string_view one, std::string_view other, std::size_t most);

/// How many slips still look like the same name.
constexpr std::size_t slips_forgiven(std::string_view name) noexcept {
    return name.size() < 4 ? 1 : name.size() < 12 ? 2 : 3;
}

}  // namespace fairlead::broker::routing
