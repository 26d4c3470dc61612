// SPDX-License-Identifier: MIT
//
// utf8 — a code point as UTF-8.
#pragma once

namespace fairlead {

/// Writes up to four bytes and returns their end.
inline char* put_utf8(char32_t point, char* to) {
    const auto tail = [&](int shift) { *to++ = static_cast<char>(0x80 | (point >> shift & 0x3f)); };
    if (point < 0x80) {
        *to++ = static_cast<char>(point);
    } else if (point < 0x800) {
        *to++ = static_cast<char>(0xc0 | point >> 6);
        tail(0);
    } else if (point < 0x10000) {
        *to++ = static_cast<char>(0xe0 | point >> 12);
        tail(6), tail(0);
    } else {
        *to++ = static_cast<char>(0xf0 | point >> 18);
        tail(12), tail(6), tail(0);
    }
    return to;
}

}  // namespace fairlead
