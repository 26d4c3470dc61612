// SPDX-License-Identifier: MIT
//
// overflow_queue — two lists through the same messages: all of them, and those that may go.
#include <fairlead/shm/overflow_queue.hpp>

#include <utility>

namespace fairlead::shm {
namespace {

/// What the heap adds to each block: its header, and rounding up to 16.
constexpr std::size_t heap_bytes = 24;
/// An entry of the table of the latest, with its share of free places.
constexpr std::size_t table_bytes = 40;

constexpr bool may_go(overflow_terms terms) noexcept { return terms.value != worth::kept; }
constexpr bool has_place(overflow_terms terms) noexcept {
    return terms.value == worth::latest && terms.key != 0;
}

}  // namespace

overflow_queue::~overflow_queue() {
    while (!empty()) pop_front();
}

std::size_t overflow_queue::cost(std::size_t payload_bytes, overflow_terms terms) noexcept {
    return sizeof(message) + heap_bytes + payload_bytes + (payload_bytes != 0 ? heap_bytes : 0) +
           (has_place(terms) ? table_bytes : 0);
}

overflow_queue::message* overflow_queue::older_of(overflow_terms terms) const noexcept {
    if (!has_place(terms)) return nullptr;
    const auto found = latest_.find(terms.key);
    return found != latest_.end() ? found->second : nullptr;
}

bool overflow_queue::make_room(std::size_t payload_bytes, overflow_terms terms) {
    const auto needed = cost(payload_bytes, terms);
    const auto kept = bytes_ - expendable_bytes_;
    if (kept != 0 && kept + needed > bytes_max_) return false;
    if (auto* older = older_of(terms)) {
        ++losses_.replaced;
        losses_.last_key = terms.key;
        remove(*older);
    }
    while (!empty() && bytes_ + needed > bytes_max_) {
        auto& oldest = expendable_.front();
        ++losses_.dropped;
        losses_.last_key = oldest.terms.key;
        remove(oldest);
    }
    return true;
}

void overflow_queue::push(std::unique_ptr<message> one) {
    auto& added = *one;
    // A message that has begun already stays.
    const bool expendable = may_go(added.terms) && !added.started;
    if (expendable && has_place(added.terms)) latest_[added.terms.key] = &added;
    const auto bytes = cost(added.payload.size(), added.terms);
    bytes_ += bytes;
    all_.push_back(*one.release());
    if (!expendable) return;
    expendable_bytes_ += bytes;
    expendable_.push_back(added);
}

void overflow_queue::settle(message& one) noexcept {
    if (!one.hook<by_age>::is_linked()) return;
    expendable_.erase(expendable_.iterator_to(one));
    expendable_bytes_ -= cost(one.payload.size(), one.terms);
    if (has_place(one.terms)) latest_.erase(one.terms.key);
}

void overflow_queue::remove(message& one) noexcept {
    settle(one);
    bytes_ -= cost(one.payload.size(), one.terms);
    all_.erase_and_dispose(all_.iterator_to(one), std::default_delete<message>{});
}

}  // namespace fairlead::shm
