// SPDX-License-Identifier: MIT
//
// utf8 — by the first byte, and by what the second may then be.
#include <fairlead/vocabulary/utf8.hpp>

#include <cstdint>

namespace fairlead {

std::size_t utf8_sequence_bytes(std::string_view text) noexcept {
    const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
    const auto trails = [&](std::size_t from, std::size_t to) {
        if (text.size() < to) return false;
        for (; from < to; ++from)
            if ((byte(from) & 0xc0) != 0x80) return false;
        return true;
    };
    const auto lead = byte(0);
    if (lead < 0x80) return 1;
    if (lead >= 0xc2 && lead <= 0xdf) return trails(1, 2) ? 2 : 0;
    if (lead >= 0xe0 && lead <= 0xef) {
        if (!trails(1, 3)) return 0;
        if (lead == 0xe0 && byte(1) < 0xa0) return 0;  // Overlong.
        if (lead == 0xed && byte(1) > 0x9f) return 0;  // A surrogate.
        return 3;
    }
    if (lead >= 0xf0 && lead <= 0xf4) {
        if (!trails(1, 4)) return 0;
        if (lead == 0xf0 && byte(1) < 0x90) return 0;
        if (lead == 0xf4 && byte(1) > 0x8f) return 0;  // Above U+10FFFF.
        return 4;
    }
    return 0;
}

bool is_utf8(std::string_view text) noexcept {
    while (!text.empty()) {
        const auto length = utf8_sequence_bytes(text);
        if (length == 0) return false;
        text.remove_prefix(length);
    }
    return true;
}

}  // namespace fairlead
