// SPDX-License-Identifier: MIT
//
// headless_window — a window that only remembers: what was set is what is answered.
#pragma once

#include "webview-host/window/window_frame.hpp"

namespace fairlead::host {

class headless_window final : public window_frame {
public:
    explicit headless_window(window_options options);

    void set_title(std::string const& title) override { options_.title = title; }
    void set_size(window_size size) override;
    void set_min_size(window_size size) override;
    void set_max_size(window_size size) override;
    void set_position(window_position position) override;
    void centre() override;
    void set_fullscreen(bool on) override { fullscreen_ = on; }
    void set_maximised(bool on) override { maximised_ = on; }
    void toggle_maximised() override { maximised_ = !maximised_; }
    void set_minimised(bool on) override { minimised_ = on; }
    void set_always_on_top(bool on) override { options_.always_on_top = on; }
    void set_background(window_colour colour) override { options_.background = colour; }
    void set_theme(window_theme theme) override { theme_ = theme; }
    void show() override { shown_ = true; }
    void hide() override { shown_ = false; }
    void begin_move() override {}
    void begin_resize(int, int) override {}

    void when_settled(std::function<void()> done) override { done(); }

    window_size size() const override;
    window_position position() const override;
    bool is_fullscreen() const override { return fullscreen_; }
    bool is_maximised() const override { return maximised_ && !fullscreen_; }
    bool is_minimised() const override { return minimised_; }
    std::vector<screen> screens() const override;

    void read_clipboard(std::function<void(std::string text)> done) override { done(clipboard_); }
    void write_clipboard(std::string const& text) override { clipboard_ = text; }
    void open_outside(std::string const&, std::function<void(std::string const&)> done) override {
        done("there is no desktop here");
    }

    /// Everything as it is now, title and colour too, which no query of the contract tells.
    window_options const& state() const noexcept { return options_; }
    bool is_shown() const noexcept { return shown_; }
    window_theme theme() const noexcept { return theme_; }

private:
    window_options options_;
    bool shown_;
    bool fullscreen_, maximised_, minimised_;
    window_theme theme_ = window_theme::system;
    std::string clipboard_;
};

}  // namespace fairlead::host
