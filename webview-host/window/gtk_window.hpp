// SPDX-License-Identifier: MIT
//
// gtk_window — window_frame on GTK 3.
#pragma once

#include "webview-host/window/gtk_appearance.hpp"
#include "webview-host/window/gtk_settling.hpp"
#include "webview-host/window/window_frame.hpp"

namespace fairlead::host {

/// The display must be there. Throws what main prints when it is not.
void open_display(std::string const& program_name);

class gtk_window final : public window_frame {
public:
    /// `content` fills the window. `on_close` runs when a person closes it; the window stays until
    /// this object goes.
    gtk_window(window_options const& options, GtkWidget* content, std::function<void()> on_close);
    ~gtk_window() override;
    gtk_window(gtk_window const&) = delete;
    gtk_window& operator=(gtk_window const&) = delete;

    void set_title(std::string const& title) override;
    void set_size(window_size size) override;
    void set_min_size(window_size size) override;
    void set_max_size(window_size size) override;
    void set_position(window_position position) override;
    void centre() override;
    void set_fullscreen(bool on) override;
    void set_maximised(bool on) override;
    void toggle_maximised() override;
    void set_minimised(bool on) override;
    void set_always_on_top(bool on) override;
    void set_background(window_colour colour) override;
    void set_theme(window_theme theme) override;
    void show() override;
    void hide() override;
    void begin_move() override;
    void begin_resize(int horizontal, int vertical) override;

    void when_settled(std::function<void()> done) override;
    window_size size() const override;
    window_position position() const override;
    bool is_fullscreen() const override;
    bool is_maximised() const override;
    bool is_minimised() const override;
    std::vector<screen> screens() const override;

    void read_clipboard(std::function<void(std::string text)> done) override;
    void write_clipboard(std::string const& text) override;
    void open_outside(std::string const& url,
                      std::function<void(std::string const&)> done) override;

    GtkWindow* handle() const noexcept { return window_; }
    /// The content fills it; what is packed at its start stands above.
    GtkBox* box() const noexcept { return box_; }

    /// Who paints below the page; the content knows how.
    std::function<void(window_colour)> on_background;

private:
    void apply_bounds();
    void keep_bounds();
    void connect_signals(GtkWidget* content);
    void begin_as(window_options const& options);
    void remember_press(GdkEventButton const& event);
    void resize_to(window_size size);
    bool is_drawn() const;
    /// Whether it will be in that state once all is done that was asked for.
    bool wants(GdkWindowState state) const { return (wanted_state_ & state) != 0; }
    void ask_for(GdkWindowState state, bool on);

    GtkWindow* window_;  // Owned: destroyed with this object.
    GtkBox* box_;
    GtkWidget* content_;
    std::function<void()> on_close_;
    window_size wanted_, min_, max_;
    bool resizable_;
    GdkWindowState state_{};
    int wanted_state_ = 0;  // The same bits, as they were last asked for or came to be.
    gtk_appearance appearance_;
    gtk_settling settling_;
    struct {
        int button = 0, x = 0, y = 0;
        guint32 time = 0;
    } press_;  // The one that lasts: moves and resizes begin with it.
};

}  // namespace fairlead::host
