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
    auto* at = data.data();
    auto left = data.size();
    for (; left >= sizeof next; left -= sizeof next, at += sizeof next) {
        std::memcpy(at, &next, sizeof next);
        next += step;
    }
    const pair last = next;  // A copy: `next` itself must stay in its register.
    if (left != 0) std::memcpy(at, &last, left);
}

bool is_filled(std::span<const std::byte> data, std::uint64_t seed) noexcept {
    pair next{seed, seed + 1};
    pair wrong{};
    auto const* at = data.data();
    auto left = data.size();
    for (; left >= sizeof next; left -= sizeof next, at += sizeof next) {
        pair found;
        std::memcpy(&found, at, sizeof found);
        wrong |= found ^ next;
        next += step;
    }
    const pair last = next;
    return (wrong[0] | wrong[1]) == 0 && (left == 0 || std::memcmp(at, &last, left) == 0);
}

}  // namespace fairlead::cli
