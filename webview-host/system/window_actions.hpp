// SPDX-License-Identifier: MIT
//
// window_actions — the page's wishes about its window and its app, carried out.
#pragma once

#include "webview-host/bridge/neighbours.hpp"
#include "webview-host/window/window_frame.hpp"

#include <functional>

namespace fairlead::host {

/// What a wish may need beside the window. None is empty.
struct action_hooks {
    std::function<void(int code)> quit;  ///< At once.
    std::function<void()> close;         ///< As if a person closed the window: it may be refused.
    std::function<void()> load_start_page;
    std::function<void(std::string const& script)> evaluate;
    std::function<void(std::string_view sentence)> complain;
};

class window_actions final : public host_actions {
public:
    window_actions(window_frame& frame, window_options const& window, page_options const& page,
                   action_hooks hooks);

    void perform(page_message const& message) override;
    void complain(std::string_view sentence) override { hooks_.complain(sentence); }
    void quit(int code) override { hooks_.quit(code); }

    /// A page, or a link in it, wants to show something elsewhere.
    void open_outside(std::string_view url);

private:
    void handle(window_action_message const& message);
    void handle(window_title_message const& message);
    void handle(window_size_message const& message);
    void handle(window_position_message const& message);
    void handle(window_on_top_message const& message);
    void handle(window_colour_message const& message);
    void handle(browser_message const& message);
    void handle(drop_message const& message);
    void handle(app_message const& message);
    void handle(ready_message const& message);
    void handle(drag_message const& message);
    void handle(resize_message const& message);

    void set_fullscreen(bool on);
    void set_edge_resize(bool on);

    window_frame& frame_;
    action_hooks hooks_;
    std::string greeting_;  // What a page is told when its runtime is there.
    bool has_edges_;        // Frameless and resizable: the page plays the frame.
};

}  // namespace fairlead::host
