// SPDX-License-Identifier: MIT
//
// page_message — what one string from the page asks for, by its first bytes.
//
// Calls, what goes along them, and emitted events stay text: the broker reads their JSON.
// Everything that ends in the host is read to its last byte here, strictly: "100.5" is no width,
// "Quit please" is not "Q". All views look into the string that was parsed.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace fairlead::host {

/// `C{"name","args","callbackID"}`, or `c{"id","args","callbackID"}`: the method as a number.
struct call_message {
    std::string_view text;  ///< All of it, as an invoke frame carries it.
    std::string_view body;  ///< The JSON object.
};

/// `EE{"name","data"}`.
struct emit_message {
    std::string_view text, body;
};

/// `F<letter>{…}`: what goes along a call while it runs; beyond Wails.
struct live_message {
    std::string_view text, body;
    /// Of it only the newest counts: it may be lost.
    bool is_progress() const noexcept { return text.starts_with("FP"); }
    /// Answered like a call.
    bool is_question() const noexcept { return text.starts_with("FO") || text.starts_with("FW"); }
};

/// `ES<name>`: the page has its first listener of that event; `EX<name>`: it has none any more.
struct interest_message {
    std::string_view name;
    bool wanted = false;
};

enum class log_level { trace = 1, debug, info, warning, error, fatal, print };

/// `L<letter><text>`.
struct log_message {
    log_level level{};
    std::string_view text;
};

/// `LS<1…5>`.
struct log_level_message {
    log_level level{};
};

/// The window messages without a value.
enum class window_action {
    centre,
    fullscreen,
    unfullscreen,
    hide,
    show,
    maximise,
    unmaximise,
    toggle_maximise,
    minimise,
    unminimise,
    reload_app,
    system_theme,
    light_theme,
    dark_theme,
};

struct window_action_message {
    window_action action{};
};

/// `WT<title>`.
struct window_title_message {
    std::string_view title;
};

enum class window_bound { size, min_size, max_size };

/// `Ws:<w>:<h>`, `Wz:…`, `WZ:…`; never negative. As a bound, 0 is "none".
struct window_size_message {
    window_bound which{};
    std::int32_t width = 0, height = 0;
};

/// `Wp:<x>:<y>`.
struct window_position_message {
    std::int32_t x = 0, y = 0;
};

/// `WATP:0`, `WATP:1`.
struct window_on_top_message {
    bool on = false;
};

/// `Wr:{"r","g","b","a"}`.
struct window_colour_message {
    std::uint8_t red = 0, green = 0, blue = 0, alpha = 255;
};

/// `BO:<url>`. Whether that address may be opened is judged where it is opened.
struct browser_message {
    std::string_view url;
};

/// `DD:<x>:<y>:<path>\n<path>…`.
struct drop_message {
    std::int32_t x = 0, y = 0;
    std::vector<std::string_view> paths;
};

enum class app_action { quit, show, hide };

/// `Q`, `S`, `H`.
struct app_message {
    app_action action{};
};

/// `runtime:ready`: our script has run to its end in this document.
struct ready_message {};

/// `drag`: the window should follow the pointer.
struct drag_message {};

enum class window_edge {
    north,
    north_east,
    east,
    south_east,
    south,
    south_west,
    west,
    north_west,
};

/// `resize:<n|ne|…|nw>-resize`: the window should be resized at that edge.
struct resize_message {
    window_edge edge{};
};

/// Nothing that we know; the sentence says what is wrong with it.
struct bad_message {
    std::string sentence;
};

using page_message =
    std::variant<call_message, emit_message, live_message, interest_message, log_message,
                 log_level_message, window_action_message, window_title_message,
                 window_size_message, window_position_message, window_on_top_message,
                 window_colour_message, browser_message, drop_message, app_message, ready_message,
                 drag_message, resize_message, bad_message>;

page_message parse_page_message(std::string_view text);

}  // namespace fairlead::host
