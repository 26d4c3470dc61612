// SPDX-License-Identifier: MIT
//
// ring_memory — a ring with nobody at its ends: its control words and data lie open for tests to
// set.
#pragma once

#include "tests/protocol/support/bytes.hpp"

#include <fairlead/shm/ring.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fairlead::tests {

inline constexpr std::size_t record_prefix_bytes = 8;
inline constexpr std::uint32_t wrap_marker = 0xffff'ffff;

/// What a record of `bytes` takes in a ring.
constexpr std::size_t record_cost(std::size_t bytes) noexcept {
    return record_prefix_bytes + (bytes + 7) / 8 * 8;
}

struct ring_memory {
    explicit ring_memory(std::size_t bytes) : data(bytes) {}

    shm::ring_producer producer() { return {*control, data}; }
    shm::ring_consumer consumer() { return {*control, data}; }

    /// What a hostile producer writes where a record's length belongs.
    void set_length(std::size_t offset, std::uint32_t length) {
        std::memcpy(data.data() + offset, &length, sizeof length);
    }

    std::unique_ptr<shm::ring_control> control = std::make_unique<shm::ring_control>();
    std::vector<std::byte> data;
};

/// Claims, fills and commits. False: no room for it now.
inline bool commit(shm::ring_producer& to, std::span<const std::byte> record) {
    auto claim = to.try_claim(record.size());
    if (!claim || !*claim) return false;
    if (!record.empty()) std::memcpy((*claim)->data(), record.data(), record.size());
    to.commit();
    return true;
}

inline bool commit(shm::ring_producer& to, std::string_view record) {
    return commit(to, std::as_bytes(std::span{record}));
}

/// Takes one record out. Nothing: the ring is empty, or broken.
inline std::optional<std::string> take(shm::ring_consumer& from) {
    auto record = from.peek();
    if (!record || !*record) return std::nullopt;
    auto text = text_of(**record);
    from.release();
    return text;
}

}  // namespace fairlead::tests
