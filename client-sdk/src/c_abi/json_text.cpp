// SPDX-License-Identifier: MIT
//
// json_text — simdjson checks; the bytes are looked for by hand, as the rest is only copied.
#include "json_text.hpp"

#include <fairlead/json/bytes_codec.hpp>

#include <simdjson.h>

#include <charconv>
#include <optional>

namespace fairlead::c_abi {
namespace {

void skip_blanks(std::string_view& text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    text.remove_prefix(first == text.npos ? text.size() : first);
}

bool skip(std::string_view& text, std::string_view what) {
    skip_blanks(text);
    if (!text.starts_with(what)) return false;
    text.remove_prefix(what.size());
    return true;
}

/// `text` begins with {"$bytes":n}: n, and `text` goes on behind it.
std::optional<std::size_t> take_bytes(std::string_view& text) {
    auto rest = text;
    if (!skip(rest, "{") || !skip(rest, "\"$bytes\"") || !skip(rest, ":")) return std::nullopt;
    skip_blanks(rest);
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), number);
    if (error != std::errc{}) return std::nullopt;
    rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
    if (!skip(rest, "}")) return std::nullopt;
    text = rest;
    return number;
}

/// `text` begins with a quotation mark: behind the one that ends it.
std::size_t end_of_string(std::string_view text) {
    for (std::size_t i = 1; i < text.size(); ++i) {
        if (text[i] == '\\') ++i;
        else if (text[i] == '"') return i + 1;
    }
    return text.size();
}

}  // namespace

json_kind kind_of_json(std::string_view text) {
    thread_local simdjson::dom::parser parser;
    simdjson::dom::element root;
    if (parser.parse(text.data(), text.size()).get(root) != simdjson::SUCCESS)
        return json_kind::none;
    if (root.is_array()) return json_kind::array;
    return root.is_object() ? json_kind::object : json_kind::other;
}

std::string with_base64(std::string_view json, std::span<const bytes> attachments) {
    std::string all;
    while (!json.empty()) {
        const auto next = json.find_first_of("\"{");
        all += json.substr(0, next);
        if (next == json.npos) break;
        json.remove_prefix(next);
        if (json.front() == '"') {
            const auto end = end_of_string(json);
            all += json.substr(0, end);
            json.remove_prefix(end);
            continue;
        }
        auto rest = json;
        if (const auto number = take_bytes(rest); number && *number < attachments.size()) {
            ((all += '"') += json::to_base64(attachments[*number].span())) += '"';
            json = rest;
        } else {
            all += '{';
            json.remove_prefix(1);
        }
    }
    return all;
}

}  // namespace fairlead::c_abi
