// SPDX-License-Identifier: MIT
//
// turn_text — appended in place; an item costs its bytes and three numbers.
#include "webview-host/inpage/turn_text.hpp"

#include <fairlead/vocabulary/json_string.hpp>
#include <fairlead/wire/frame_codec.hpp>

#include <charconv>

namespace fairlead::page {
namespace {

// Above it an item is parsed alone: looking at it twice costs more than the call it saves.
constexpr std::size_t value_bytes_max = 16u << 10;
constexpr std::size_t numbers_bytes_max = 64;

template <class Number>
void append(std::string& text, Number number) {
    char digits[24];
    const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
    text.append(digits, static_cast<std::size_t>(end - digits));
    text += ',';
}

}  // namespace

bool is_closed_in_itself(std::string_view json) noexcept {
    int depth = 0;
    for (std::size_t i = 0; i < json.size(); ++i) {
        switch (json[i]) {
            case '"':
                for (++i; i < json.size() && json[i] != '"'; ++i)
                    if (json[i] == '\\') ++i;
                if (i >= json.size()) return false;
                break;
            case '{':
            case '[': ++depth; break;
            case '}':
            case ']':
                if (--depth < 0) return false;
                break;
            case ',':
                if (depth == 0) return false;
                break;
            default: break;
        }
    }
    return depth == 0 && !json.empty();
}

turn_text::added turn_text::add(turn_item const& item) {
    if (item.value.size() > value_bytes_max || !is_closed_in_itself(item.value))
        return added::alone;
    if (text_.size() + item.value.size() + numbers_bytes_max > bytes_max_)
        return is_empty() ? added::alone : added::full;
    text_ += is_empty() ? '[' : ',';
    if (item.served) text_ += '"';
    append(text_, item.id);
    if (item.served) text_.insert(text_.size() - 1, 1, '"');
    append(text_, item.code);
    append(text_, item.route);
    entries_.push_back({item, text_.size(), item.value.size()});
    text_ += item.value;
    return added::yes;
}

std::string_view turn_text::text() {
    text_ += ']';
    return text_;
}

std::vector<turn_item> turn_text::items() const {
    std::vector<turn_item> all;
    for (auto const& one : entries_) {
        all.push_back(one.item);
        all.back().value = std::string_view{text_}.substr(one.at, one.bytes);
    }
    return all;
}

void turn_text::clear() noexcept {
    text_.clear();
    entries_.clear();
}

std::string error_value(wire::frame_view const& frame) {
    const auto body = wire::parse_error_body(frame.header, frame.payload);
    std::string value = "{\"message\":";
    append_json_string(value, body.message);
    if (!body.data.empty() && is_closed_in_itself(body.data))
        value.append(",\"data\":").append(body.data);
    value += '}';
    return value;
}

}  // namespace fairlead::page
