// SPDX-License-Identifier: MIT
//
// url_rules — scheme first, then the characters, then the host.
#include "webview-host/system/url_rules.hpp"

#include <algorithm>
#include <array>

namespace fairlead::host {
namespace {

constexpr std::size_t url_bytes_max = 8'192;

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool is_scheme(std::string_view text) {
    return !text.empty() && is_letter(text.front()) && std::ranges::all_of(text, [](char c) {
        return is_letter(c) || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
    });
}

std::string lower(std::string_view text) {
    std::string out{text};
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

}  // namespace

std::string refusal_of_url(std::string_view url) {
    if (url.size() > url_bytes_max) return "it is too long";
    const auto colon = url.find(':');
    if (colon == url.npos || !is_scheme(url.substr(0, colon))) return "it has no scheme";
    const auto scheme = lower(url.substr(0, colon));
    constexpr std::array<std::string_view, 6> forbidden{"javascript", "data", "file",
                                                        "ftp",        "blob", "wails"};
    if (std::ranges::find(forbidden, scheme) != forbidden.end())
        return "addresses that begin with " + scheme + ": are not opened";

    constexpr std::string_view suspicious = ";|`$\\<>*{}[]()~! \"'";
    for (const char c : url) {
        // Everything above ASCII must come escaped: there are blanks and marks among it that nobody
        // sees.
        if (static_cast<unsigned char>(c) <= 0x20 || static_cast<unsigned char>(c) >= 0x7f)
            return "it has a character that must be escaped";
        if (suspicious.find(c) != suspicious.npos)
            return std::string{"it has the character "} + c + ", which must be escaped";
    }
    if (scheme == "http" || scheme == "https") {
        const auto rest = url.substr(colon + 1);
        if (!rest.starts_with("//")) return "it has no host";
        const auto host = rest.substr(2, rest.substr(2).find_first_of("/?#"));
        if (host.empty() || host.front() == ':' || host.ends_with('@')) return "it has no host";
    }
    return {};
}

}  // namespace fairlead::host
