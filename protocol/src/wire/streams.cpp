// SPDX-License-Identifier: MIT
//
// streams — the sum of it.
#include <fairlead/wire/streams.hpp>

namespace fairlead::wire {

std::uint64_t item_cost(std::size_t payload_bytes, std::span<const attachment_ref> table) noexcept {
    std::uint64_t cost = sizeof(frame_header) + payload_bytes;
    for (auto const& one : table)  // Their bytes are below 2^40 by any rule, the sum runs nowhere.
        if (one.blob != no_blob) cost += one.bytes & ((std::uint64_t{1} << 40) - 1);
    return cost;
}

}  // namespace fairlead::wire
