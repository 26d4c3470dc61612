// SPDX-License-Identifier: MIT
//
// secret_keys — a walk over the parsed JSON: a secret that is only looked for as text is found by
// whoever writes it another way.
#include <fairlead/redaction/secret_keys.hpp>

#include <boost/json.hpp>

#include <algorithm>
#include <array>

namespace fairlead::redaction {
namespace {

namespace json = boost::json;

constexpr std::array<std::string_view, 18> usual{
    "password", "passwd",      "passphrase",   "pwd",         "pin",          "secret",
    "token",    "accesstoken", "refreshtoken", "apikey",      "api_key",      "authorization",
    "cookie",   "credentials", "privatekey",   "private_key", "access_token", "refresh_token"};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool is_secret(std::string_view key, std::vector<std::string> const& secret) {
    return std::ranges::any_of(
        secret, [&](std::string const& one) { return std::ranges::equal(key, one, {}, lower); });
}

}  // namespace

std::span<std::string_view const> usual_keys() noexcept { return usual; }

std::string in_lower_case(std::string_view text) {
    std::string made{text};
    std::ranges::transform(made, made.begin(), lower);
    return made;
}

bool hide(json::value& in, std::vector<std::string> const& secret) {
    bool any = false;
    if (auto* object = in.if_object()) {
        for (auto& member : *object) {
            if (is_secret(member.key(), secret)) {
                member.value() = json::string_view{hidden};
                any = true;
            } else {
                any |= hide(member.value(), secret);
            }
        }
    } else if (auto* array = in.if_array()) {
        for (auto& one : *array) any |= hide(one, secret);
    }
    return any;
}

}  // namespace fairlead::redaction
