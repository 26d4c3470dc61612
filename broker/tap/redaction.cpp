// SPDX-License-Identifier: MIT
//
// redaction — parsed and written again.
#include "broker/tap/redaction.hpp"

#include <fairlead/redaction/secret_keys.hpp>

#include <boost/json.hpp>

namespace fairlead::broker::tap {
namespace {

namespace json = boost::json;

constexpr std::string_view more = "\u2026";

}  // namespace

std::string redacted(std::string_view payload, std::vector<std::string> const& secret,
                     std::size_t most) {
    if (most == 0 || payload.empty() || payload.size() > redacted_bytes_max) return {};
    boost::system::error_code failed;
    auto value = json::parse({payload.data(), payload.size()}, failed);
    if (failed) return {};
    redaction::hide(value, secret);
    auto text = json::serialize(value);
    if (text.size() <= most) return text;
    auto length = most;
    while (length > 0 && (text[length] & 0xC0) == 0x80) --length;  // No half characters.
    text.resize(length);
    return text.append(more);
}

}  // namespace fairlead::broker::tap
