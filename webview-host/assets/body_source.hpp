// SPDX-License-Identifier: MIT
//
// body_source — a body that comes in pieces, each when it is asked for: nothing piles up, and a
// file of any size is never in memory as a whole.
#pragma once

#include <fairlead/vocabulary/result.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>

namespace fairlead::host {

/// A piece and whoever keeps it alive.
struct body_chunk {
    std::span<const std::byte> data;
    std::shared_ptr<void const> owner;
};

/// Main thread only.
class body_source {
public:
    using read_handler = std::function<void(result<body_chunk>)>;

    /// Nobody reads any more: whoever makes the bytes hears of it. `done` is not called after it.
    virtual ~body_source() = default;

    /// Nothing: it is not known before the end.
    virtual std::optional<std::uint64_t> bytes() const = 0;

    /// The next piece, an empty one at the end. One at a time. `done` runs on the main thread,
    /// once, perhaps before this returns.
    virtual void read(read_handler done) = 0;

    virtual bool is_seekable() const { return false; }
    /// Only this part is wanted; before the first read, of a seekable one.
    virtual void cut(std::uint64_t offset, std::uint64_t bytes) = 0;
};

}  // namespace fairlead::host
