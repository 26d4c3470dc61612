// SPDX-License-Identifier: MIT
//
// plain_string — without a branch, so that the compiler takes many bytes at once.
#include "webview-host/inpage/plain_string.hpp"

namespace fairlead::page {

bool is_plain_string(std::string_view json) noexcept {
    if (json.size() < 2 || json.front() != '"' || json.back() != '"') return false;
    auto left = json.substr(1, json.size() - 2);
    while (!left.empty()) {
        const auto block = left.substr(0, 4096);
        unsigned char special = 0;
        for (const char one : block) {
            const auto byte = static_cast<unsigned char>(one);
            special = static_cast<unsigned char>(special | (byte < 0x20) | (byte == '"') |
                                                 (byte == '\\'));
        }
        if (special != 0) return false;
        left.remove_prefix(block.size());
    }
    return true;
}

}  // namespace fairlead::page
