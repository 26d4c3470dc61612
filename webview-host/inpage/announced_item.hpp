// SPDX-License-Identifier: MIT
//
// announced_item — one item that page.js pulls piece by piece: first its text, then what is
// attached. Borrowed: it points to where the bytes lie.
#pragma once

#include "webview-host/inpage/turn_text.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace fairlead::page {

inline constexpr std::size_t head_bytes = 256;  // As in page.js: so much for its numbers.

class announced_item {
public:
    using piece = std::span<const std::byte>;

    /// Writes its numbers to `words`. `is_string`: the value is what stands between the quotes.
    void announce(double* words, turn_item const& item, std::span<const piece> attachments,
                  bool is_string);

    /// The next piece, as much as there is room for; how many bytes.
    std::size_t pull(std::span<std::byte> to);
    /// The last byte has been pulled just now.
    bool is_read() const noexcept {
        return piece_ + 1 == pieces_.size() && pulled_ == pieces_[piece_].size();
    }
    void forget() noexcept { pieces_.clear(); }

private:
    std::vector<piece> pieces_;           // What pull() gives …
    std::size_t piece_ = 0, pulled_ = 0;  // … and how far it is.
};

}  // namespace fairlead::page
