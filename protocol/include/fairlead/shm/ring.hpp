// SPDX-License-Identifier: MIT
//
// ring — a byte ring of records for one producer and one consumer in different processes.
//
//   data:  … | length u32 | 0 u32 | record bytes, padded to 8 | length | 0 | record … | wrap | →
//
// Neither side trusts the other. Each keeps its own index privately and only publishes it; whatever
// is read from the mapping is copied once and range-checked before use. A ring that breaks the
// rules ends the session, nothing more. No lock, no system call: announcing is the doorbell's work.
//
// Threading: one producer thread and one consumer thread at a time; each class is otherwise plain.
#pragma once

#include <fairlead/shm/shm_errc.hpp>
#include <fairlead/vocabulary/result.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace fairlead::shm {

/// 128, not 64: the adjacent-line prefetcher pulls lines in pairs.
inline constexpr std::size_t line_bytes = 128;

/// The shared words of one ring. Indices count bytes for ever; their difference is what is
/// readable.
struct ring_control {
    alignas(line_bytes) std::atomic<std::uint64_t> written;  // Only the producer stores it.
    alignas(line_bytes) std::atomic<std::uint64_t> read;     // Only the consumer stores it.
    alignas(
        line_bytes) std::atomic<std::uint32_t> consumer_waits;  // Consumer sets, producer clears.
    alignas(
        line_bytes) std::atomic<std::uint32_t> producer_waits;  // Producer sets, consumer clears.
};
static_assert(sizeof(ring_control) == 4 * line_bytes, "two writers would share a line");
static_assert(std::atomic<std::uint64_t>::is_always_lock_free, "a lock shared with a stranger");

class ring_producer {
public:
    /// `data` is a power of two in size and 8-byte aligned.
    ring_producer(ring_control& control, std::span<std::byte> data) noexcept;

    /// Room for one record of exactly `bytes`; nothing when the ring is too full for it now.
    /// At most record_bytes_max(). An error: the consumer's index is impossible.
    result<std::optional<std::span<std::byte>>> try_claim(std::size_t bytes) noexcept;

    /// Makes the claimed record part of what the next publish() shows.
    void commit() noexcept;

    /// Shows all committed records to the consumer. True: it sleeps, ring its bell.
    [[nodiscard]] bool publish() noexcept;

    /// Asks to be woken when there is room again. False: there is room already, try at once.
    [[nodiscard]] bool wait_for_room() noexcept;

    /// The largest record that always fits an empty ring, wherever its indices stand.
    std::size_t record_bytes_max() const noexcept;

private:
    std::size_t room() const noexcept {
        return data_.size() - static_cast<std::size_t>(tail_ - read_seen_);
    }
    bool refresh() noexcept;  // False: an impossible index.

    ring_control& control_;
    std::span<std::byte> data_;
    std::uint64_t tail_ = 0;       // What was committed.
    std::uint64_t published_ = 0;  // What the consumer may know of.
    std::uint64_t read_seen_ = 0;  // The consumer's index when we last looked.
    std::uint64_t claimed_ = 0;    // Where the open claim will end.
};

class ring_consumer {
public:
    ring_consumer(ring_control& control, std::span<const std::byte> data) noexcept;

    /// The next record, in place, or nothing. Its bytes may still change under a hostile producer.
    result<std::optional<std::span<const std::byte>>> peek() noexcept;

    /// Done with the record that peek() gave.
    void release() noexcept;

    /// Gives the room of all released records back. True: the producer waits for it, ring its bell.
    [[nodiscard]] bool publish() noexcept;

    /// So much was released that the producer should hear of it before the batch is read.
    bool owes_room() const noexcept { return head_ - published_ >= data_.size() / 8; }

    /// Announces sleep. False: something arrived meanwhile, look again (and we stay awake).
    [[nodiscard]] bool try_sleep() noexcept;

    /// Awake again: the producer need not ring.
    void wake() noexcept;

private:
    ring_control& control_;
    std::span<const std::byte> data_;
    std::uint64_t head_ = 0;
    std::uint64_t published_ = 0;
    std::uint64_t written_seen_ = 0;
    std::uint64_t next_ = 0;  // Where the record that peek() gave ends.
};

}  // namespace fairlead::shm
