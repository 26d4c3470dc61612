// SPDX-License-Identifier: MIT
//
// window_frame — the least we need of a desktop window: what is around the page. Main thread only.
#pragma once

#include "webview-host/window/window_options.hpp"

#include <functional>
#include <string>
#include <vector>

namespace fairlead::host {

struct screen {
    bool is_current = false, is_primary = false;
    window_size size;           ///< As the desktop counts.
    window_size physical_size;  ///< In the screen's own pixels.
};

/// Which of its two faces a theme shows; `system`: the one that the desktop has chosen.
enum class window_theme { system, light, dark };

class window_frame {
public:
    virtual ~window_frame() = default;

    virtual void set_title(std::string const& title) = 0;
    virtual void set_size(window_size size) = 0;
    virtual void set_min_size(window_size size) = 0;
    virtual void set_max_size(window_size size) = 0;
    virtual void set_position(window_position position) = 0;
    virtual void centre() = 0;
    virtual void set_fullscreen(bool on) = 0;
    virtual void set_maximised(bool on) = 0;
    /// Of what was last asked for: asked twice at once, it is as before.
    virtual void toggle_maximised() = 0;
    virtual void set_minimised(bool on) = 0;
    virtual void set_always_on_top(bool on) = 0;
    virtual void set_background(window_colour colour) = 0;
    virtual void set_theme(window_theme theme) = 0;
    virtual void show() = 0;
    virtual void hide() = 0;
    /// Follows the pointer whose button is down now.
    virtual void begin_move() = 0;
    /// The same for an edge or corner: horizontal -1 west, 1 east; vertical -1 north, 1 south.
    virtual void begin_resize(int horizontal, int vertical) = 0;

    /// `done` runs once the window manager has carried out what it was asked for, or does not seem
    /// to want to: at once if nothing is open. What is asked before is then what is found.
    virtual void when_settled(std::function<void()> done) = 0;

    virtual window_size size() const = 0;
    virtual window_position position() const = 0;
    virtual bool is_fullscreen() const = 0;
    virtual bool is_maximised() const = 0;
    virtual bool is_minimised() const = 0;
    virtual std::vector<screen> screens() const = 0;

    /// `done` runs on the main thread, perhaps at once, perhaps later: the owner of the clipboard
    /// is another program.
    virtual void read_clipboard(std::function<void(std::string text)> done) = 0;
    virtual void write_clipboard(std::string const& text) = 0;

    /// In the program that the desktop has for such addresses. `done` gets "" or why it did not
    /// open.
    virtual void open_outside(std::string const& url,
                              std::function<void(std::string const& problem)> done) = 0;
};

/// A size that keeps the bounds; 0 in a bound is none. The minimum wins over the maximum.
window_size clamped(window_size wanted, window_size min, window_size max);

}  // namespace fairlead::host
