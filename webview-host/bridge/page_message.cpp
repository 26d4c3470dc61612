// SPDX-License-Identifier: MIT
//
// page_message — one function per class of message.
#include "webview-host/bridge/page_message.hpp"

#include <fairlead/wire/frame_codec.hpp>
#include <fairlead/wire/limits.hpp>

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

namespace fairlead::host {
namespace {

constexpr std::size_t excerpt_bytes_max = 80;
constexpr std::size_t colour_bytes_max = 256;

/// The beginning of a message, for the sentence that complains about it.
std::string quoted(std::string_view text) {
    auto end = std::min(text.size(), excerpt_bytes_max);
    while (end > 0 && end < text.size() && (text[end] & 0xC0) == 0x80) --end;  // Whole characters.
    std::string out = "\"";
    for (const char c : text.substr(0, end))
        out += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? '?' : c;
    return out += end < text.size() ? "…\"" : "\"";
}

template <class... Parts>
bad_message bad(std::string_view message, Parts const&... why) {
    std::string sentence = "message " + quoted(message) + ": ";
    (sentence.append(why), ...);
    return {std::move(sentence)};
}

std::optional<std::int32_t> integer(std::string_view text) {
    std::int32_t number = 0;
    const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (ec != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

/// Up to the first colon; what is behind it stays in `rest`.
std::string_view next_part(std::string_view& rest) {
    const auto colon = std::min(rest.find(':'), rest.size());
    const auto part = rest.substr(0, colon);
    rest.remove_prefix(std::min(colon + 1, rest.size()));
    return part;
}

// A JSON object is only looked for here and read in the broker.
bool begins_as_object(std::string_view body) { return body.starts_with('{'); }

page_message parse_call(std::string_view text) {
    const auto body = text.substr(1);
    if (!begins_as_object(body))
        return bad(text, "a call needs a JSON object after its first letter");
    return call_message{text, body};
}

page_message parse_event(std::string_view text) {
    const auto rest = text.substr(std::min<std::size_t>(2, text.size()));
    if (text.starts_with("EE")) {
        if (!begins_as_object(rest))
            return bad(text, "an emitted event needs a JSON object after EE");
        return emit_message{text, rest};
    }
    if (text.starts_with("ES") || text.starts_with("EX")) {
        if (!wire::is_valid_name(rest))
            return bad(text, "the name of an event is 1 to ", std::to_string(wire::name_bytes_max),
                       " bytes without line feed");
        return interest_message{rest, text[1] == 'S'};
    }
    return bad(text, "an event message begins with EE, ES or EX");
}

page_message parse_live(std::string_view text) {
    const auto body = text.substr(std::min<std::size_t>(2, text.size()));
    if (!begins_as_object(body))
        return bad(text, "what goes along a call needs a JSON object after F and a letter");
    return live_message{text, body};
}

page_message parse_log(std::string_view text) {
    constexpr std::array<std::pair<char, log_level>, 7> letters{{
        {'T', log_level::trace},
        {'D', log_level::debug},
        {'I', log_level::info},
        {'W', log_level::warning},
        {'E', log_level::error},
        {'F', log_level::fatal},
        {'P', log_level::print},
    }};
    const char letter = text.size() > 1 ? text[1] : '\0';
    if (letter == 'S') {
        if (text.size() != 3 || text[2] < '1' || text[2] > '5')
            return bad(text, "a log level is one digit from 1 (trace) to 5 (error)");
        return log_level_message{static_cast<log_level>(text[2] - '0')};
    }
    const auto found = std::ranges::find(letters, letter, &std::pair<char, log_level>::first);
    if (found == letters.end())
        return bad(text, "a log message begins with L and one of T, D, I, W, E, F, P, S");
    return log_message{found->second, text.substr(2)};
}

page_message parse_size(std::string_view text, window_bound which) {
    auto rest = text.substr(3);
    const auto width = integer(next_part(rest)), height = integer(rest);
    if (!width || !height) return bad(text, "a size is two whole numbers, <width>:<height>");
    if (*width < 0 || *height < 0) return bad(text, "a size is not negative");
    return window_size_message{which, *width, *height};
}

page_message parse_position(std::string_view text) {
    auto rest = text.substr(3);
    const auto x = integer(next_part(rest)), y = integer(rest);
    if (!x || !y) return bad(text, "a position is two whole numbers, <x>:<y>");
    return window_position_message{*x, *y};
}

page_message parse_colour(std::string_view text) {
    const auto complain = [&] {
        return bad(text,
                   "a colour is {\"r\",\"g\",\"b\",\"a\"}, each a whole number from 0 to 255");
    };
    if (text.size() > colour_bytes_max) return complain();
    const simdjson::padded_string json{text.substr(3)};
    simdjson::dom::parser parser;
    simdjson::dom::object object;
    if (parser.parse(json).get(object)) return complain();

    window_colour_message colour;
    for (auto [key, channel] : {std::pair{"r", &colour.red}, std::pair{"g", &colour.green},
                                std::pair{"b", &colour.blue}, std::pair{"a", &colour.alpha}}) {
        std::uint64_t value = 0;
        if (object[key].get(value) || value > 255) return complain();
        *channel = static_cast<std::uint8_t>(value);
    }
    return colour;
}

page_message parse_window(std::string_view text) {
    constexpr std::array<std::pair<std::string_view, window_action>, 14> actions{{
        {"Wc", window_action::centre},
        {"WF", window_action::fullscreen},
        {"Wf", window_action::unfullscreen},
        {"WH", window_action::hide},
        {"WS", window_action::show},
        {"WM", window_action::maximise},
        {"WU", window_action::unmaximise},
        {"Wt", window_action::toggle_maximise},
        {"Wm", window_action::minimise},
        {"Wu", window_action::unminimise},
        {"WR", window_action::reload_app},
        {"WASDT", window_action::system_theme},
        {"WALT", window_action::light_theme},
        {"WADT", window_action::dark_theme},
    }};
    // The title is free text and may spell any of the others.
    if (text.starts_with("WT")) return window_title_message{text.substr(2)};
    const auto found =
        std::ranges::find(actions, text, &std::pair<std::string_view, window_action>::first);
    if (found != actions.end()) return window_action_message{found->second};
    if (text.starts_with("Ws:")) return parse_size(text, window_bound::size);
    if (text.starts_with("Wz:")) return parse_size(text, window_bound::min_size);
    if (text.starts_with("WZ:")) return parse_size(text, window_bound::max_size);
    if (text.starts_with("Wp:")) return parse_position(text);
    if (text.starts_with("Wr:")) return parse_colour(text);
    if (text == "WATP:0" || text == "WATP:1") return window_on_top_message{text.back() == '1'};
    if (text.starts_with("WATP:")) return bad(text, "always on top is 0 or 1");
    return bad(text, "no such window message");
}

page_message parse_browser(std::string_view text) {
    if (!text.starts_with("BO:")) return bad(text, "a browser message begins with BO:");
    if (text.size() == 3) return bad(text, "the address is missing");
    return browser_message{text.substr(3)};
}

page_message parse_drop(std::string_view text) {
    if (!text.starts_with("DD:")) return bad(text, "a file drop begins with DD:");
    auto rest = text.substr(3);
    const auto x = integer(next_part(rest)), y = integer(next_part(rest));
    if (!x || !y || rest.empty())
        return bad(text, "a file drop is <x>:<y>:<path>, with whole numbers and a path");
    drop_message drop{*x, *y, {}};
    while (!rest.empty()) {
        const auto end = std::min(rest.find('\n'), rest.size());
        if (end > 0) drop.paths.push_back(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    if (drop.paths.empty()) return bad(text, "a file drop needs a path");
    return drop;
}

page_message parse_resize(std::string_view text) {
    constexpr std::array<std::string_view, 8> edges{"n", "ne", "e", "se", "s", "sw", "w", "nw"};
    auto name = text.substr(text.find(':') + 1);
    if (name.ends_with("-resize")) name.remove_suffix(7);
    const auto found = std::ranges::find(edges, name);
    if (found == edges.end()) return bad(text, "an edge is one of n, ne, e, se, s, sw, w, nw");
    return resize_message{static_cast<window_edge>(found - edges.begin())};
}

/// Words that would otherwise be read by their first letter.
std::optional<page_message> parse_word(std::string_view text) {
    if (text == "runtime:ready") return ready_message{};
    if (text == "drag") return drag_message{};
    if (text.starts_with("resize:")) return parse_resize(text);
    if (text == "Q") return app_message{app_action::quit};
    if (text == "S") return app_message{app_action::show};
    if (text == "H") return app_message{app_action::hide};
    return std::nullopt;
}

}  // namespace

page_message parse_page_message(std::string_view text) {
    if (text.empty()) return bad_message{"an empty message"};
    if (auto word = parse_word(text)) return std::move(*word);
    switch (text[0]) {
        case 'C':
        case 'c': return parse_call(text);
        case 'E': return parse_event(text);
        case 'F': return parse_live(text);
        case 'L': return parse_log(text);
        case 'W': return parse_window(text);
        case 'B': return parse_browser(text);
        case 'D': return parse_drop(text);
        default: return bad(text, "unknown message from the page");
    }
}

}  // namespace fairlead::host
