// SPDX-License-Identifier: MIT
//
// redaction — parsed and written again: a secret that is only looked for as text is found by
// whoever writes it another way.
#include "broker/tap/redaction.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace fairlead::broker::tap {
namespace {

namespace json = boost::json;

constexpr std::string_view hidden = "\u2022\u2022\u2022";
constexpr std::string_view more = "\u2026";

bool is_secret(std::string_view key, std::vector<std::string> const& secret) {
    const auto lower = [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    };
    return std::ranges::any_of(
        secret, [&](std::string const& one) { return std::ranges::equal(key, one, {}, lower); });
}

void hide(json::value& in, std::vector<std::string> const& secret) {
    if (auto* object = in.if_object()) {
        for (auto& member : *object) {
            if (is_secret(member.key(), secret)) member.value() = json::string_view{hidden};
            else hide(member.value(), secret);
        }
    } else if (auto* array = in.if_array()) {
        for (auto& one : *array) hide(one, secret);
    }
}

}  // namespace

std::string redacted(std::string_view payload, std::vector<std::string> const& secret,
                     std::size_t most) {
    if (most == 0 || payload.empty() || payload.size() > redacted_bytes_max) return {};
    boost::system::error_code failed;
    auto value = json::parse({payload.data(), payload.size()}, failed);
    if (failed) return {};
    hide(value, secret);
    auto text = json::serialize(value);
    if (text.size() <= most) return text;
    auto length = most;
    while (length > 0 && (text[length] & 0xC0) == 0x80) --length;  // No half characters.
    text.resize(length);
    return text.append(more);
}

}  // namespace fairlead::broker::tap
