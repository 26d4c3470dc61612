// SPDX-License-Identifier: MIT
//
// bytes — from the heap when small, from the pool when large.
#include <fairlead/bytes.hpp>

#include <cstring>
#include <utility>

namespace fairlead {
namespace {

thread_local std::shared_ptr<shm::blob_pool> pool_of_this_thread;

}  // namespace

bytes bytes::copy_of(std::span<const std::byte> data) {
    byte_buffer copy{data.size()};
    if (!data.empty()) std::memcpy(copy.data(), data.data(), data.size());
    return copy;
}

byte_buffer::byte_buffer(std::size_t size, std::shared_ptr<shm::blob_pool> const& pool) {
    auto const& from = pool ? pool : pool_of_this_thread;
    if (size >= shm::blob_knee_bytes && from) {
        if (auto loan = from->try_take(size)) {
            span_ = loan->bytes();
            loan_ = loan.get();
            owner_ = std::move(loan);
            return;
        }
    }
    auto memory = std::make_shared_for_overwrite<std::byte[]>(size);
    span_ = {memory.get(), size};
    owner_ = std::move(memory);
}

byte_buffer::operator bytes() && {
    bytes full{std::exchange(span_, {}), std::move(owner_)};
    full.loan_ = std::exchange(loan_, nullptr);
    return full;
}

use_blob_pool::use_blob_pool(std::shared_ptr<shm::blob_pool> pool) noexcept
    : before_{std::exchange(pool_of_this_thread, std::move(pool))} {}

use_blob_pool::~use_blob_pool() { pool_of_this_thread = std::move(before_); }

}  // namespace fairlead
