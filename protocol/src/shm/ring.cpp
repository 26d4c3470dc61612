// SPDX-License-Identifier: MIT
//
// ring — claim, commit, publish; peek, release, publish.
//
// Sleeping is a Dekker handshake: each side stores its own word, then loads the other's, all four
// sequentially consistent, so at least one of them sees the other and no wake-up is lost.
#include <fairlead/shm/ring.hpp>
#include <fairlead/vocabulary/assert.hpp>
#include <fairlead/vocabulary/copy_once.hpp>

#include <bit>
#include <cstring>

namespace fairlead::shm {
namespace {

constexpr std::size_t prefix_bytes = 8;
constexpr std::uint32_t wrap_marker = 0xffff'ffff;

constexpr std::size_t padded(std::size_t bytes) noexcept { return (bytes + 7) & ~std::size_t{7}; }

std::size_t offset_of(std::uint64_t index, std::size_t size) noexcept {
    return static_cast<std::size_t>(index) & (size - 1);
}

void store_length(std::span<std::byte> data, std::size_t offset, std::uint32_t length) noexcept {
    const std::uint32_t prefix[2] = {length, 0};
    std::memcpy(data.data() + offset, prefix, sizeof prefix);
}

}  // namespace

ring_producer::ring_producer(ring_control& control, std::span<std::byte> data) noexcept
    : control_{control}, data_{data} {
    FAIRLEAD_ASSERT(std::has_single_bit(data.size()));
}

std::size_t ring_producer::record_bytes_max() const noexcept {
    return data_.size() / 2 - 2 * prefix_bytes;
}

bool ring_producer::refresh() noexcept {
    // Acquire pairs with the consumer's publish: what it has read, we may overwrite.
    const auto read = control_.read.load(std::memory_order_acquire);
    if (read < read_seen_ || read > published_ || read % 8 != 0) return false;
    read_seen_ = read;
    return true;
}

result<std::optional<std::span<std::byte>>> ring_producer::try_claim(std::size_t bytes) noexcept {
    FAIRLEAD_ASSERT(bytes <= record_bytes_max());
    const auto needed = prefix_bytes + padded(bytes);
    const auto offset = offset_of(tail_, data_.size());
    const auto to_end = data_.size() - offset;
    // A record never straddles the end: the rest is skipped, so it must be free, too.
    const auto skipped = to_end < needed ? to_end : 0;
    if (room() < skipped + needed) {
        if (!refresh()) return shm_errc::index_out_of_range;
        if (room() < skipped + needed) return std::nullopt;
    }
    if (skipped != 0) store_length(data_, offset, wrap_marker);
    const auto start = skipped != 0 ? 0 : offset;
    store_length(data_, start, static_cast<std::uint32_t>(bytes));
    claimed_ = tail_ + skipped + needed;
    return data_.subspan(start + prefix_bytes, bytes);
}

void ring_producer::commit() noexcept { tail_ = claimed_; }

bool ring_producer::publish() noexcept {
    if (tail_ == published_) return false;
    published_ = tail_;
    control_.written.store(tail_, std::memory_order_seq_cst);
    if (control_.consumer_waits.load(std::memory_order_seq_cst) == 0) return false;
    // Whoever clears the flag rings, once.
    return control_.consumer_waits.exchange(0, std::memory_order_acq_rel) != 0;
}

bool ring_producer::wait_for_room() noexcept {
    control_.producer_waits.store(1, std::memory_order_seq_cst);
    const auto read = control_.read.load(std::memory_order_seq_cst);
    if (read == read_seen_) return true;
    control_.producer_waits.store(0, std::memory_order_relaxed);
    return false;
}

ring_consumer::ring_consumer(ring_control& control, std::span<const std::byte> data) noexcept
    : control_{control}, data_{data} {
    FAIRLEAD_ASSERT(std::has_single_bit(data.size()));
}

result<std::optional<std::span<const std::byte>>> ring_consumer::peek() noexcept {
    for (;;) {
        if (head_ == written_seen_) {
            // Acquire pairs with the producer's publish: the records before it are complete.
            const auto written = control_.written.load(std::memory_order_acquire);
            if (written == head_) return std::nullopt;
            // What was not given back cannot have been written over, so published_, not head_.
            if (written < head_ || written - published_ > data_.size() || written % 8 != 0)
                return shm_errc::index_out_of_range;
            written_seen_ = written;
        }
        const auto readable = static_cast<std::size_t>(written_seen_ - head_);
        const auto offset = offset_of(head_, data_.size());
        const auto to_end = data_.size() - offset;

        std::uint32_t length;
        copy_once(&length, data_.data() + offset, sizeof length);
        if (length == wrap_marker) {
            if (to_end > readable || to_end == data_.size()) return shm_errc::bad_record;
            head_ += to_end;
            continue;
        }
        const auto needed = prefix_bytes + padded(length);
        if (needed > readable || needed > to_end) return shm_errc::bad_record;
        next_ = head_ + needed;
        // While this record is handled, the next one comes over from the other core.
        if (needed < readable && needed < to_end) {
            __builtin_prefetch(data_.data() + offset + needed);
            __builtin_prefetch(data_.data() + offset + needed + 64);
        }
        return data_.subspan(offset + prefix_bytes, length);
    }
}

void ring_consumer::release() noexcept { head_ = next_; }

bool ring_consumer::publish() noexcept {
    if (head_ == published_) return false;
    published_ = head_;
    control_.read.store(head_, std::memory_order_seq_cst);
    if (control_.producer_waits.load(std::memory_order_seq_cst) == 0) return false;
    return control_.producer_waits.exchange(0, std::memory_order_acq_rel) != 0;
}

bool ring_consumer::try_sleep() noexcept {
    control_.consumer_waits.store(1, std::memory_order_seq_cst);
    if (control_.written.load(std::memory_order_seq_cst) == head_) return true;
    wake();
    return false;
}

void ring_consumer::wake() noexcept { control_.consumer_waits.store(0, std::memory_order_relaxed); }

}  // namespace fairlead::shm
