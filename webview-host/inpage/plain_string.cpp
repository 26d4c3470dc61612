// SPDX-License-Identifier: MIT
//
// plain_string — a look at the content, and none at what it says.
#include "webview-host/inpage/plain_string.hpp"

#include <fairlead/vocabulary/byte_scan.hpp>

namespace fairlead::page {

bool is_plain_string(std::string_view json) noexcept {
    if (json.size() < 2 || json.front() != '"' || json.back() != '"') return false;
    const auto content = json.substr(1, json.size() - 2);
    return bytes_before(content, [](unsigned char byte) {
               return (byte < 0x20) | (byte == '"') | (byte == '\\');
           }) == content.size();
}

}  // namespace fairlead::page
