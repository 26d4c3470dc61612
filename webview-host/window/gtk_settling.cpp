// SPDX-License-Identifier: MIT
//
// gtk_settling — a list of wishes, a list of those who wait, one timer.
#include "webview-host/window/gtk_settling.hpp"

#include <algorithm>
#include <utility>

namespace fairlead::host {
namespace {

// Far above what a window manager takes; without one nothing is ever granted.
constexpr guint patience_ms = 500;

}  // namespace

gtk_settling::~gtk_settling() {
    if (timer_ != 0) g_source_remove(timer_);
}

void gtk_settling::expect(int about, check granted) {
    const auto older = std::ranges::find(open_, about, &wish::about);
    const bool is_so = granted();
    if (older == open_.end()) {
        if (is_so) return;
        open_.push_back({about, std::move(granted), {}});
    } else {
        // The window manager has yet to go there and come back.
        if (!is_so) older->first = {};
        else if (!older->first) older->first = std::move(older->granted);
        older->granted = std::move(granted);
    }
    if (timer_ != 0) g_source_remove(timer_);
    timer_ = g_timeout_add(
        patience_ms,
        [](gpointer self) -> gboolean {
            static_cast<gtk_settling*>(self)->timer_ = 0;
            static_cast<gtk_settling*>(self)->give_up();
            return G_SOURCE_REMOVE;
        },
        this);
}

void gtk_settling::look_again() {
    for (auto& one : open_)
        if (one.first && one.first()) one.first = {};
    std::erase_if(open_, [](wish const& one) { return !one.first && one.granted(); });
    end_if_settled();
}

void gtk_settling::end_if_settled() {
    if (!open_.empty() || timer_ == 0) return;
    g_source_remove(std::exchange(timer_, 0));
    run_waiting();
}

void gtk_settling::when_settled(std::function<void()> done) {
    if (open_.empty()) return done();
    waiting_.push_back(std::move(done));
}

void gtk_settling::give_up() {
    open_.clear();
    run_waiting();
}

void gtk_settling::run_waiting() {
    for (auto const& done : std::exchange(waiting_, {})) done();
}

}  // namespace fairlead::host
