// SPDX-License-Identifier: MIT
//
// small_blocks — memory for small `bytes`: each thread keeps what was freed there and hands it out
// again, so that a small call allocates nothing once its threads are warm.
//
// A block may be freed on another thread than the one that took it; it then stays there. What a
// thread keeps is bounded, the rest goes back to the heap.
#pragma once

#include <cstddef>

namespace fairlead {

inline constexpr std::size_t small_block_bytes = 1'024;

/// Room for small_block_bytes.
void* take_small_block();
void give_back_small_block(void* block) noexcept;

/// For std::allocate_shared: small requests come from the blocks, larger ones from the heap.
template <class T>
struct small_block_allocator {
    using value_type = T;

    small_block_allocator() noexcept = default;
    template <class U>
    // NOLINTNEXTLINE(google-explicit-constructor): what an allocator must have.
    small_block_allocator(small_block_allocator<U> const&) noexcept {}

    T* allocate(std::size_t count) {
        static_assert(alignof(T) <= alignof(std::max_align_t));
        const auto bytes = count * sizeof(T);
        return static_cast<T*>(bytes <= small_block_bytes ? take_small_block()
                                                          : ::operator new(bytes));
    }
    void deallocate(T* block, std::size_t count) noexcept {
        if (count * sizeof(T) <= small_block_bytes) give_back_small_block(block);
        else ::operator delete(block);
    }
    friend bool operator==(small_block_allocator const&, small_block_allocator const&) noexcept {
        return true;
    }
};

}  // namespace fairlead
