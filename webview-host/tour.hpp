// SPDX-License-Identifier: MIT
//
// tour — a page that shows itself: it says when it is done, then a picture is taken and the app
// ends.
//
// The page sets document.documentElement.dataset.tour to "done", or to "failed" and tourProblem to
// why. Nobody asks it again and again: an observer in the page settles the one promise that is
// waited for.
#pragma once

#include "webview-host/loop/glib_main_thread.hpp"
#include "webview-host/window/webview.hpp"

#include <filesystem>
#include <functional>

namespace fairlead::host {

class tour {
public:
    /// `print` gets lines for stdout. Both references are borrowed.
    tour(webview& page, glib_main_thread& thread, std::filesystem::path picture,
         std::function<void(std::string const&)> print);

    void start();
    /// Each load of a page waits anew: a reload in the middle of the tour ends the earlier wait.
    void on_page_loaded();

private:
    void take_picture();

    webview& page_;
    glib_main_thread& thread_;
    std::filesystem::path picture_;
    std::function<void(std::string const&)> print_;
    bool done_ = false;
};

}  // namespace fairlead::host
