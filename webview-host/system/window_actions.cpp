// SPDX-License-Identifier: MIT
//
// window_actions — one overload per message.
#include "webview-host/system/window_actions.hpp"

#include "webview-host/system/url_rules.hpp"

#include <fairlead/vocabulary/json_string.hpp>

#include <utility>

namespace fairlead::host {
namespace {

void add_mark(std::string& script, char const* function, css_mark const& mark) {
    script.append("window.wails.").append(function).append("(");
    append_json_string(script, mark.property);
    append_json_string(script.append(", "), mark.value);
    script += ");";
}

/// The flags that are not as runtime.js begins with them.
std::string greeting_for(page_options const& options) {
    const page_options usual;
    const auto differs = [](css_mark const& one, css_mark const& other) {
        return one.property != other.property || one.value != other.value;
    };
    std::string script;
    if (differs(options.drag, usual.drag)) add_mark(script, "setCSSDragProperties", options.drag);
    if (differs(options.drop, usual.drop)) add_mark(script, "setCSSDropProperties", options.drop);
    if (options.file_drop) script += "window.wails.flags.enableWailsDragAndDrop = true;";
    if (!options.context_menu) script += "window.wails.flags.disableDefaultContextMenu = true;";
    return script;
}

}  // namespace

window_actions::window_actions(window_frame& frame, window_options const& window,
                               page_options const& page, action_hooks hooks)
    : frame_{frame}, hooks_{std::move(hooks)}, greeting_{greeting_for(page)},
      has_edges_{window.frameless && window.resizable} {}

void window_actions::perform(page_message const& message) {
    std::visit(
        [this](auto const& one) {
            if constexpr (requires { handle(one); }) handle(one);
        },
        message);
}

void window_actions::open_outside(std::string_view url) {
    if (const auto why = refusal_of_url(url); !why.empty())
        return hooks_.complain("not opened: " + std::string{url.substr(0, 200)} + ": " + why);
    frame_.open_outside(std::string{url},
                        [this, url = std::string{url}](std::string const& problem) {
                            if (!problem.empty())
                                hooks_.complain("not opened: " + url + ": " + problem);
                        });
}

void window_actions::handle(window_action_message const& message) {
    switch (message.action) {
        case window_action::centre: return frame_.centre();
        case window_action::fullscreen: return set_fullscreen(true);
        case window_action::unfullscreen: return set_fullscreen(false);
        case window_action::hide: return frame_.hide();
        case window_action::show: return frame_.show();
        case window_action::maximise: return frame_.set_maximised(true);
        case window_action::unmaximise: return frame_.set_maximised(false);
        case window_action::toggle_maximise: return frame_.toggle_maximised();
        case window_action::minimise: return frame_.set_minimised(true);
        case window_action::unminimise: return frame_.set_minimised(false);
        case window_action::reload_app: return hooks_.load_start_page();
        case window_action::system_theme: return frame_.set_theme(window_theme::system);
        case window_action::light_theme: return frame_.set_theme(window_theme::light);
        case window_action::dark_theme: return frame_.set_theme(window_theme::dark);
    }
}

void window_actions::handle(window_title_message const& message) {
    frame_.set_title(std::string{message.title});
}

void window_actions::handle(window_size_message const& message) {
    const window_size size{message.width, message.height};
    switch (message.which) {
        case window_bound::size: return frame_.set_size(size);
        case window_bound::min_size: return frame_.set_min_size(size);
        case window_bound::max_size: return frame_.set_max_size(size);
    }
}

void window_actions::handle(window_position_message const& message) {
    frame_.set_position({message.x, message.y});
}

void window_actions::handle(window_on_top_message const& message) {
    frame_.set_always_on_top(message.on);
}

void window_actions::handle(window_colour_message const& message) {
    frame_.set_background({message.red, message.green, message.blue, message.alpha});
}

void window_actions::handle(browser_message const& message) { open_outside(message.url); }

void window_actions::handle(drop_message const&) {
    // A page may not name files that nobody dropped.
    hooks_.complain("a file drop is told by the window, not by the page");
}

void window_actions::handle(app_message const& message) {
    switch (message.action) {
        case app_action::quit: return hooks_.close();
        case app_action::show: return frame_.show();
        case app_action::hide: return frame_.hide();
    }
}

void window_actions::handle(ready_message const&) {
    if (!greeting_.empty()) hooks_.evaluate(greeting_);
    set_edge_resize(!frame_.is_fullscreen());
}

void window_actions::handle(drag_message const&) { frame_.begin_move(); }

void window_actions::handle(resize_message const& message) {
    switch (message.edge) {
        case window_edge::north: return frame_.begin_resize(0, -1);
        case window_edge::north_east: return frame_.begin_resize(1, -1);
        case window_edge::east: return frame_.begin_resize(1, 0);
        case window_edge::south_east: return frame_.begin_resize(1, 1);
        case window_edge::south: return frame_.begin_resize(0, 1);
        case window_edge::south_west: return frame_.begin_resize(-1, 1);
        case window_edge::west: return frame_.begin_resize(-1, 0);
        case window_edge::north_west: return frame_.begin_resize(-1, -1);
    }
}

void window_actions::set_fullscreen(bool on) {
    frame_.set_fullscreen(on);
    set_edge_resize(!on);
}

void window_actions::set_edge_resize(bool on) {
    if (!has_edges_) return;
    hooks_.evaluate(on ? "window.wails.flags.enableResize = true;"
                       : "window.wails.flags.enableResize = false;");
}

}  // namespace fairlead::host
