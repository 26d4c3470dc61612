// SPDX-License-Identifier: MIT
//
// bytes — binary data as an argument, a result, a member: no base64, and large data is not copied.
//
//   bytes        a view and whoever keeps it alive: cheap to copy, never written
//   byte_buffer  memory to write into; moved into bytes when it is full
//
// What came from another process lies in memory that its sender can still write: copy it before you
// parse it. Where the other side of a call cannot take binary (a page's plain WailsInvoke call),
// bytes go as a base64 string, as in Wails.
#pragma once

#include <fairlead/shm/blob_pool.hpp>

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>

namespace fairlead {

class bytes {
public:
    bytes() noexcept = default;
    static bytes copy_of(std::span<const std::byte> data);
    static bytes copy_of(std::string_view text) { return copy_of(std::as_bytes(std::span{text})); }
    /// `owner` keeps `view` alive.
    bytes(std::span<const std::byte> view, std::shared_ptr<void const> owner) noexcept
        : view_{view}, owner_{std::move(owner)} {}

    std::span<const std::byte> span() const noexcept { return view_; }
    std::byte const* data() const noexcept { return view_.data(); }
    std::size_t size() const noexcept { return view_.size(); }
    bool empty() const noexcept { return view_.empty(); }

    /// The pooled memory it lies in, if it can be sent without being copied.
    shm::blob_pool::loan const* loan() const noexcept { return loan_; }

private:
    friend class byte_buffer;
    std::span<const std::byte> view_;
    std::shared_ptr<void const> owner_;
    shm::blob_pool::loan const* loan_ = nullptr;
};

class byte_buffer {
public:
    /// Not zeroed. A large one lies in shared memory from where it is sent without a copy, if this
    /// thread is handling a call or `pool` is given; otherwise, or when the pool is used up, on the
    /// heap.
    explicit byte_buffer(std::size_t size, std::shared_ptr<shm::blob_pool> const& pool = nullptr);

    std::span<std::byte> span() const noexcept { return span_; }
    std::byte* data() const noexcept { return span_.data(); }
    std::size_t size() const noexcept { return span_.size(); }

    // NOLINT(google-explicit-constructor): returning one from a handler is its use.
    operator bytes() &&;

private:
    std::span<std::byte> span_;
    std::shared_ptr<void> owner_;
    shm::blob_pool::loan const* loan_ = nullptr;
};

/// While it lives, byte_buffers of this thread come from `pool`, which is borrowed.
class use_blob_pool {
public:
    explicit use_blob_pool(std::shared_ptr<shm::blob_pool> const& pool) noexcept;
    ~use_blob_pool();
    use_blob_pool(use_blob_pool const&) = delete;
    use_blob_pool& operator=(use_blob_pool const&) = delete;

private:
    std::shared_ptr<shm::blob_pool> const* before_;
};

}  // namespace fairlead
