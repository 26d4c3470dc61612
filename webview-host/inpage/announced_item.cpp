// SPDX-License-Identifier: MIT
//
// announced_item — the numbers are those that large() of page.js reads.
#include "webview-host/inpage/announced_item.hpp"

#include <fairlead/wire/attachments.hpp>

#include <algorithm>
#include <cstring>

namespace fairlead::page {
namespace {

constexpr std::size_t head_numbers = 7;
static_assert(head_numbers + wire::attachments_max + 1 <= head_bytes / sizeof(double));

}  // namespace

void announced_item::announce(double* words, turn_item const& item,
                              std::span<const piece> attachments, bool is_string) {
    for (const double number :
         {static_cast<double>(item.value.size()), static_cast<double>(item.id & 0xffff'ffff),
          static_cast<double>(item.code), static_cast<double>(item.route),
          static_cast<double>(attachments.size()), static_cast<double>(item.id >> 32),
          item.served ? 1.0 : 0.0})
        *words++ = number;
    pieces_.assign(1, std::as_bytes(std::span{item.value}));
    for (auto const& one : attachments) {
        *words++ = static_cast<double>(one.size());
        pieces_.push_back(one);
    }
    *words = is_string ? 1 : 0;
    piece_ = pulled_ = 0;
}

std::size_t announced_item::pull(std::span<std::byte> to) {
    while (piece_ < pieces_.size() && pulled_ == pieces_[piece_].size()) {
        ++piece_;
        pulled_ = 0;
    }
    if (piece_ == pieces_.size()) return 0;
    const auto left = pieces_[piece_].subspan(pulled_);
    const auto now = left.first(std::min(left.size(), to.size()));
    if (!now.empty()) std::memcpy(to.data(), now.data(), now.size());
    pulled_ += now.size();
    return now.size();
}

}  // namespace fairlead::page
