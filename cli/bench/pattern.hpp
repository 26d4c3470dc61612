// SPDX-License-Identifier: MIT
//
// pattern — bytes that say which call they belong to. Each call writes all of its payload and reads
// all of the answer: that is the work measured, so this must not be slower than memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace fairlead::cli {

void fill(std::span<std::byte> data, std::uint64_t seed) noexcept;
bool is_filled(std::span<const std::byte> data, std::uint64_t seed) noexcept;

}  // namespace fairlead::cli
