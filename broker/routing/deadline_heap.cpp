// SPDX-License-Identifier: MIT
//
// deadline_heap — a binary heap. Calls mostly come with the same patience, so a new deadline is the
// latest and stays at the bottom where it is put.
#include "broker/routing/deadline_heap.hpp"

#include <algorithm>

namespace fairlead::broker::routing {

void deadline_heap::insert(std::uint32_t item, time_point due) {
    if (item >= positions_.size())
        positions_.resize(std::max<std::size_t>(item + 1, 2 * positions_.size()), absent);
    heap_.push_back({due, item});
    sift_up(heap_.size() - 1, heap_.back());
}

void deadline_heap::remove(std::uint32_t item) {
    if (item >= positions_.size() || positions_[item] == absent) return;
    const auto at = static_cast<std::size_t>(positions_[item]);
    positions_[item] = absent;
    const auto last = heap_.back();
    heap_.pop_back();
    if (at == heap_.size()) return;  // It was the last one itself.
    if (at > 0 && last.due < heap_[(at - 1) / 2].due) sift_up(at, last);
    else sift_down(at, last);
}

void deadline_heap::place(std::size_t at, node one) noexcept {
    heap_[at] = one;
    positions_[one.item] = static_cast<std::uint32_t>(at);
}

void deadline_heap::sift_up(std::size_t at, node one) noexcept {
    while (at > 0 && one.due < heap_[(at - 1) / 2].due) {
        place(at, heap_[(at - 1) / 2]);
        at = (at - 1) / 2;
    }
    place(at, one);
}

void deadline_heap::sift_down(std::size_t at, node one) noexcept {
    for (;;) {
        auto child = 2 * at + 1;
        if (child >= heap_.size()) break;
        if (child + 1 < heap_.size() && heap_[child + 1].due < heap_[child].due) ++child;
        if (one.due <= heap_[child].due) break;
        place(at, heap_[child]);
        at = child;
    }
    place(at, one);
}

}  // namespace fairlead::broker::routing
