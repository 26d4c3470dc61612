// SPDX-License-Identifier: MIT
//
// payload — bytes that say which message they are, so that an answer can be checked.
//
// Each message is written by its caller from the first byte to the last, and each answer is read
// and compared from the first byte to the last: that is part of the work, for everybody. Who leaves
// payloads where they lie shall not win by nobody looking at them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <vector>

namespace fairlead::bench {

struct broken_payload : std::runtime_error {
    using std::runtime_error::runtime_error;
};

class payload {
public:
    static constexpr std::size_t bytes_min = 16;

    /// `bytes` is at least bytes_min.
    explicit payload(std::size_t bytes);

    std::size_t size() const noexcept { return own_.size(); }

    /// Message `number`, in a buffer of the caller's own.
    std::span<const std::byte> stamp(std::uint64_t number) noexcept;

    /// Message `number`, in memory that a peer lends.
    void write(std::uint64_t number, std::span<std::byte> to) const noexcept;

    /// Which message this claims to be; throws broken_payload when it is of another size.
    std::uint64_t number_of(std::span<const std::byte> message) const;

    /// Throws broken_payload unless `message` is message `number`.
    void verify(std::span<const std::byte> message, std::uint64_t number) const;

private:
    std::vector<std::byte> own_;
};

}  // namespace fairlead::bench
