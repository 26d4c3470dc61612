// SPDX-License-Identifier: MIT
//
// page_lines — written by our own script, but in a process that may be taken over: nothing is
// assumed.
#include "webview-host/inpage/page_lines.hpp"

#include <charconv>

namespace fairlead::page {
namespace {

using wire::frame_kind;

std::optional<frame_kind> kind_of(char letter) noexcept {
    switch (letter) {
        case 'c': return frame_kind::call;
        case 'i': return frame_kind::invoke;
        case 'e': return frame_kind::event;
        case 's': return frame_kind::subscribe;
        case 'u': return frame_kind::unsubscribe;
        case 'x': return frame_kind::cancel;
        case 'o': return frame_kind::offer;
        case 'w': return frame_kind::withdraw;
        case 'r': return frame_kind::result;
        case 'f': return frame_kind::error;
        case 'p': return frame_kind::progress;
        case 't':
        case 'a': return frame_kind::item;
        case 'k':
        case 'g': return frame_kind::credit;
        default: return std::nullopt;
    }
}

/// Up to the next line feed, which is taken, too.
std::optional<std::string_view> take_until_feed(std::string_view& text) noexcept {
    const auto end = text.find('\n');
    if (end == text.npos) return std::nullopt;
    const auto line = text.substr(0, end);
    text.remove_prefix(end + 1);
    return line;
}

template <class Number>
bool take_number(std::string_view& text, Number& number) noexcept {
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return failed == std::errc{};
}

/// Up to the next blank.
bool take_context(std::string_view& head, page_line& line) noexcept {
    const auto text = head.substr(0, head.find(' '));
    head.remove_prefix(text.size());
    line.context = wire::trace_context::parse(text);
    return line.context.has_value();
}

/// What stands between a line's number and its name or route.
bool take_number_of(char sort, std::string_view& head, page_line& line) noexcept {
    switch (sort) {
        case 'd': return take_number(head, line.deadline_ms);
        case 'v': return take_number(head, line.aux);
        case 'e': return take_number(head, line.code);
        case 't': return take_context(head, line);
        case 'l': {
            unsigned yes = 0;
            line.last = true;
            return take_number(head, yes) && yes == 1;
        }
        default: return false;
    }
}

}  // namespace

std::optional<page_line> take_line(std::string_view& text) noexcept {
    auto head = take_until_feed(text);
    if (!head || head->empty()) return std::nullopt;
    const auto body = take_until_feed(text);
    if (!body) return std::nullopt;

    page_line line;
    line.body = *body;
    const char letter = head->front();
    line.body_went_ahead = letter >= 'A' && letter <= 'Z';
    line.letter = line.body_went_ahead ? static_cast<char>(letter + 32) : letter;
    const auto kind = kind_of(line.letter);
    if (!kind) return std::nullopt;
    line.kind = *kind;
    head->remove_prefix(1);

    std::uint64_t id = 0;
    if (!take_number(*head, id)) return std::nullopt;
    line.id = request_id{id};
    while (!head->empty()) {
        if (head->size() < 3 || !head->starts_with(' ')) return std::nullopt;
        const char sort = (*head)[1];
        head->remove_prefix(2);
        if (sort == 'n') {
            line.name = *head;
            return line;
        }
        if (sort == 'r') {
            std::uint32_t route = 0;
            if (!take_number(*head, route) || !head->empty()) return std::nullopt;
            line.route = route_id{route};
            return line;
        }
        if (!take_number_of(sort, *head, line)) return std::nullopt;
    }
    return line;
}

}  // namespace fairlead::page
