// SPDX-License-Identifier: MIT
//
// blob_pool — memory for large payloads: pooled, sealed memfds that are written once and read by
// others. A fresh memfd costs ten to fifteen times a hot copy, a used one nothing, so slots are
// kept and the one that was freed last is given out first.
//
// A slot is free when nobody here holds a loan of it and nobody elsewhere reads it. Its descriptor
// crosses to the broker once; after that its number is enough.
//
// Threading: every function may be called from any thread.
#pragma once

#include <fairlead/shm/segment.hpp>
#include <fairlead/wire/attachments.hpp>

#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace fairlead::shm {

/// Payloads from here on go into blobs: below, copying twice through the rings is as quick.
inline constexpr std::size_t blob_knee_bytes = 32u << 10;
inline constexpr std::size_t blob_bytes_max = 64u << 20;
inline constexpr std::size_t blob_pool_bytes_max = 256u << 20;  ///< Of one peer.
inline constexpr std::size_t blob_pool_slots_max = 256;         ///< Of one peer.

class blob_pool : public std::enable_shared_from_this<blob_pool> {
public:
    /// The right to write into a slot, and to send it. Gives the slot back when it goes.
    class loan {
    public:
        ~loan();
        loan(loan const&) = delete;
        loan& operator=(loan const&) = delete;

        std::span<std::byte> bytes() const noexcept { return bytes_; }
        wire::blob_id id() const noexcept { return id_; }
        bool belongs_to(blob_pool const& pool) const noexcept { return pool_.get() == &pool; }

    private:
        friend blob_pool;
        loan(std::shared_ptr<blob_pool> pool, wire::blob_id id, std::span<std::byte> bytes) noexcept
            : pool_{std::move(pool)}, id_{id}, bytes_{bytes} {}
        std::shared_ptr<blob_pool> pool_;
        wire::blob_id id_;
        std::span<std::byte> bytes_;
    };

    /// Null: the bound of the pool is reached, or the system gives no memory.
    std::shared_ptr<loan> try_take(std::size_t bytes);

    /// What the broker must be told before a frame may name this slot; nothing if it knows.
    struct announcement {
        int fd;
        std::size_t bytes;
    };
    std::optional<announcement> lend(wire::blob_id id);
    /// The frame that named it was not sent after all.
    void unlend(wire::blob_id id, bool announced);

    /// One reader less. False: no honest broker says so.
    bool give_back(wire::blob_id id);

private:
    struct slot {
        segment memory;
        bool announced = false;
        bool held = false;       // Here, by a loan.
        std::uint32_t lent = 0;  // Elsewhere, by frames that name it.
    };
    void drop_loan(wire::blob_id id);
    void free_if_unused(wire::blob_id id, slot const& one);
    slot* find(wire::blob_id id) noexcept;

    std::mutex mutex_;
    std::vector<std::unique_ptr<slot>> slots_;  // Number id - 1.
    std::vector<wire::blob_id> free_;           // Freed last at the end.
    std::size_t bytes_ = 0;
};

}  // namespace fairlead::shm
