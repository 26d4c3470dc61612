// SPDX-License-Identifier: MIT
//
// served_call_text — the forms are those of docs/PROTOCOL.md, "Pages without a channel".
#include "webview-host/bridge/served_call_text.hpp"

#include <fairlead/vocabulary/json_string.hpp>

namespace fairlead::host {
namespace {

constexpr std::string_view key = ",\"request\":\"";
constexpr std::string_view cancel = "{\"live\":\"cancel\"";

}  // namespace

std::string_view served_request_of(std::string_view text) noexcept {
    constexpr std::string_view digits = "0123456789";
    if (!text.ends_with("\"}")) return {};
    text.remove_suffix(2);
    const auto before = text.find_last_not_of(digits);
    if (before == text.npos || before + 1 == text.size()) return {};
    return text.substr(0, before + 1).ends_with(key) ? text.substr(before + 1) : std::string_view{};
}

bool is_served_cancel(std::string_view text) noexcept { return text.starts_with(cancel); }

std::string served_cancel_text(std::string_view request) {
    return std::string{cancel}.append(key).append(request).append("\"}");
}

std::string served_refusal_text(std::string_view request, errc code, std::string_view message) {
    std::string text = "FE{\"request\":\"";
    text.append(request).append("\",\"code\":\"").append(to_text(code));
    append_json_string(text.append("\",\"message\":"), message);
    return text.append("}");
}

}  // namespace fairlead::host
