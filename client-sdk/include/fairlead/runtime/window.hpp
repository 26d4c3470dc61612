// SPDX-License-Identifier: MIT
//
// window — the app's window, asked and told by a plugin. A handle; from on_startup on there is one.
//
// What is told arrives in order. Whoever wants to know that it was carried out waits for the
// answer; what came of it is the window manager's to decide, as with any program.
#pragma once

#include <fairlead/pending.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace fairlead {

class runtime_port;

struct window_extent {
    int width = 0, height = 0;
    friend bool operator==(window_extent const&, window_extent const&) = default;
};

struct window_point {
    int x = 0, y = 0;
    friend bool operator==(window_point const&, window_point const&) = default;
};

struct rgba {
    std::uint8_t red = 0, green = 0, blue = 0, alpha = 255;
};

class window {
public:
    explicit window(std::shared_ptr<runtime_port> port) noexcept : port_{std::move(port)} {}

    pending<void> set_title(std::string_view title) const;
    pending<void> set_size(window_extent size) const;
    pending<void> set_min_size(window_extent size) const;  ///< 0 = none.
    pending<void> set_max_size(window_extent size) const;
    pending<void> set_position(window_point position) const;
    pending<void> centre() const;
    pending<void> show() const;
    pending<void> hide() const;
    pending<void> fullscreen() const;
    pending<void> unfullscreen() const;
    pending<void> maximise() const;
    pending<void> unmaximise() const;
    pending<void> toggle_maximise() const;
    pending<void> minimise() const;
    pending<void> unminimise() const;
    pending<void> set_always_on_top(bool on) const;
    pending<void> set_background_colour(rgba colour) const;
    pending<void> set_system_default_theme() const;
    pending<void> set_light_theme() const;
    pending<void> set_dark_theme() const;

    pending<void> reload() const;      ///< The page that is there.
    pending<void> reload_app() const;  ///< The start page.
    pending<void> print() const;       ///< Its print dialog opens.
    /// In the page. That it was handed over is the answer, not what it returned.
    pending<void> run_script(std::string_view javascript) const;

    pending<window_extent> size() const;
    pending<window_point> position() const;
    pending<bool> is_fullscreen() const;
    pending<bool> is_maximised() const;
    pending<bool> is_minimised() const;
    pending<bool> is_normal() const;

private:
    pending<void> perform(std::string_view message) const;

    std::shared_ptr<runtime_port> port_;
};

}  // namespace fairlead

template <>
struct fairlead::json::codec<fairlead::window_extent> {
    static void read(value& from, window_extent& to) {
        from.each_member([&](std::string_view key, value& member) {
            if (key == "w") json::read(member, to.width);
            if (key == "h") json::read(member, to.height);
        });
    }
};

template <>
struct fairlead::json::codec<fairlead::window_point> {
    static void read(value& from, window_point& to) {
        from.each_member([&](std::string_view key, value& member) {
            if (key == "x") json::read(member, to.x);
            if (key == "y") json::read(member, to.y);
        });
    }
};
