// SPDX-License-Identifier: MIT
//
// bytes — from the heap when small, from the pool when large.
#include <fairlead/bytes.hpp>

#include "small_blocks.hpp"

#include <cstring>
#include <utility>

namespace fairlead {
namespace {

thread_local std::shared_ptr<shm::blob_pool> const* pool_of_this_thread = nullptr;

}  // namespace

bytes bytes::copy_of(std::span<const std::byte> data) {
    byte_buffer copy{data.size()};
    if (!data.empty()) std::memcpy(copy.data(), data.data(), data.size());
    return copy;
}

byte_buffer::byte_buffer(std::size_t size, std::shared_ptr<shm::blob_pool> const& pool) {
    auto const* from = pool ? &pool : pool_of_this_thread;
    if (size >= shm::blob_knee_bytes && from != nullptr) {
        if (auto loan = (*from)->try_take(size)) {
            span_ = loan->bytes();
            loan_ = loan.get();
            owner_ = std::move(loan);
            return;
        }
    }
    auto memory =
        std::allocate_shared_for_overwrite<std::byte[]>(small_block_allocator<std::byte>{}, size);
    span_ = {memory.get(), size};
    owner_ = std::move(memory);
}

byte_buffer::operator bytes() && {
    bytes full{std::exchange(span_, {}), std::move(owner_)};
    full.loan_ = std::exchange(loan_, nullptr);
    return full;
}

use_blob_pool::use_blob_pool(std::shared_ptr<shm::blob_pool> const& pool) noexcept
    : before_{std::exchange(pool_of_this_thread, &pool)} {}

use_blob_pool::~use_blob_pool() { pool_of_this_thread = before_; }

}  // namespace fairlead
