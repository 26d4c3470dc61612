// SPDX-License-Identifier: MIT
//
// window_options — how a window and its page begin. The defaults are Wails' own.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace fairlead::host {

struct window_size {
    int width = 0, height = 0;
    friend bool operator==(window_size const&, window_size const&) = default;
};

struct window_position {
    int x = 0, y = 0;
    friend bool operator==(window_position const&, window_position const&) = default;
};

struct window_colour {
    std::uint8_t red = 255, green = 255, blue = 255, alpha = 255;
    friend bool operator==(window_colour const&, window_colour const&) = default;
};

enum class start_state { normal, maximised, minimised, fullscreen };

struct window_options {
    std::string title;
    window_size size{1024, 768};
    window_size min_size;  ///< 0 = none.
    window_size max_size;
    std::optional<window_position> position;  ///< Centred without it.
    start_state start = start_state::normal;
    bool resizable = true;
    bool frameless = false;
    bool start_hidden = false;
    bool hide_on_close = false;  ///< The close button hides the window and ends nothing.
    bool always_on_top = false;
    bool translucent = false;  ///< What the page does not paint shows what is behind the window.
    window_colour background;
    std::filesystem::path icon;  ///< Empty: the desktop's own.
};

/// A style property that marks elements of a page, and the value that does.
struct css_mark {
    std::string property, value;
};

enum class gpu_policy { always, on_demand, never };

struct page_options {
    bool devtools = false;
    bool context_menu = false;  ///< WebKit's own, where the page's rules allow it.
    css_mark drag{"--wails-draggable", "drag"};
    css_mark drop{"--wails-drop-target", "drop"};
    bool file_drop = false;    ///< Dropped files are told with their paths.
    bool webview_drop = true;  ///< The page itself sees what is dragged over it.
    double zoom = 1;
    bool zoom_control = false;                 ///< By keys and wheel.
    std::string user_agent;                    ///< Empty: WebKit's, with "wails.io".
    std::optional<gpu_policy> gpu;             ///< WebKit's choice without it.
    std::vector<std::string> allowed_origins;  ///< Whose pages may call beside the app's own.
};

}  // namespace fairlead::host
