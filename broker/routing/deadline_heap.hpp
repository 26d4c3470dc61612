// SPDX-License-Identifier: MIT
//
// deadline_heap — which of many small numbers is due first. A heap that knows where each number
// stands, so that one can be taken out; no allocation once it has grown to its working size.
#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

namespace fairlead::broker::routing {

class deadline_heap {
public:
    using time_point = std::chrono::steady_clock::time_point;

    /// `item` must not be in the heap.
    void insert(std::uint32_t item, time_point due);
    /// Nothing happens if it is not in the heap.
    void remove(std::uint32_t item);

    bool empty() const noexcept { return heap_.empty(); }
    std::uint32_t first() const noexcept { return heap_.front().item; }
    /// time_point::max() when empty.
    time_point first_due() const noexcept {
        return heap_.empty() ? time_point::max() : heap_.front().due;
    }

private:
    struct node {
        time_point due;
        std::uint32_t item;
    };
    static constexpr std::uint32_t absent = 0xffff'ffff;

    void place(std::size_t at, node one) noexcept;
    void sift_up(std::size_t at, node one) noexcept;
    void sift_down(std::size_t at, node one) noexcept;

    std::vector<node> heap_;
    std::vector<std::uint32_t> positions_;  // Item → its place in heap_, or absent.
};

}  // namespace fairlead::broker::routing
