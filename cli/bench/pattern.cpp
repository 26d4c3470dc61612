// SPDX-License-Identifier: MIT
//
// pattern — seed, seed + 1, seed + 2 …; two words at a time, as wide as every machine can.
#include "cli/bench/pattern.hpp"

#include <cstring>

namespace fairlead::cli {
namespace {

using pair = std::uint64_t __attribute__((vector_size(16)));
constexpr pair step{2, 2};

}  // namespace

void fill(std::span<std::byte> data, std::uint64_t seed) noexcept {
    pair next{seed, seed + 1};
    for (; data.size() >= sizeof next; data = data.subspan(sizeof next), next += step)
        std::memcpy(data.data(), &next, sizeof next);
    if (!data.empty()) std::memcpy(data.data(), &next, data.size());
}

bool is_filled(std::span<const std::byte> data, std::uint64_t seed) noexcept {
    pair next{seed, seed + 1};
    pair wrong{};
    for (; data.size() >= sizeof next; data = data.subspan(sizeof next), next += step) {
        pair found;
        std::memcpy(&found, data.data(), sizeof found);
        wrong |= found ^ next;
    }
    return (wrong[0] | wrong[1]) == 0 &&
           (data.empty() || std::memcmp(data.data(), &next, data.size()) == 0);
}

}  // namespace fairlead::cli
