// SPDX-License-Identifier: MIT
//
// small_blocks — a singly linked list for each thread, threaded through the free blocks.
#include "small_blocks.hpp"

#include <new>
#include <utility>

namespace fairlead {
namespace {

struct free_block {
    free_block* next;
};

/// 256 calls in flight and their answers.
constexpr std::size_t kept_max = 512;

/// Trivial, so that it outlives every other object of its thread: bytes may be freed by any of
/// them.
struct free_list {
    free_block* first;
    std::size_t count;
    bool ended;  // The thread is ending: keep nothing more.
};
thread_local free_list kept{};

/// Its destructor runs when the thread ends.
struct sweeper {
    ~sweeper() {
        kept.ended = true;
        while (auto* block = kept.first) {
            kept.first = block->next;
            ::operator delete(block);
        }
        kept.count = 0;
    }
};

}  // namespace

void* take_small_block() {
    if (auto* block = kept.first) {
        kept.first = block->next;
        --kept.count;
        return block;
    }
    return ::operator new(small_block_bytes);
}

void give_back_small_block(void* block) noexcept {
    if (kept.ended || kept.count == kept_max) return ::operator delete(block);
    thread_local const sweeper at_end;
    static_cast<void>(at_end);
    kept.first = ::new (block) free_block{kept.first};
    ++kept.count;
}

}  // namespace fairlead
