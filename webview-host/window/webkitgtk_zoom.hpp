// SPDX-License-Identifier: MIT
//
// webkitgtk_zoom — a person makes the page larger and smaller: Ctrl with +, -, 0 or the wheel.
#pragma once

#include <webkit2/webkit2.h>

namespace fairlead::host {

class webkitgtk_zoom {
public:
    /// The view is borrowed; its zoom now is what Ctrl+0 goes back to.
    explicit webkitgtk_zoom(WebKitWebView* view);
    ~webkitgtk_zoom();
    webkitgtk_zoom(webkitgtk_zoom const&) = delete;
    webkitgtk_zoom& operator=(webkitgtk_zoom const&) = delete;

private:
    bool press(GdkEventKey const& key);
    bool scroll(GdkEventScroll const& wheel);
    void change(double factor);

    WebKitWebView* view_;
    double usual_;
};

}  // namespace fairlead::host
