// SPDX-License-Identifier: MIT
//
// ring_watch — a page's channel as sources of the web process's main loop, which is also the thread
// of the page's JavaScript.
//
// The ring is looked at before the loop sleeps and when its doorbell rings. A turn is bounded by
// whoever takes it; if it leaves something, the next one comes when the loop has nothing else to
// do, or after a rest, so that timers, painting and input have theirs in a burst. Nothing spins: on
// shared cores that costs five times what it saves (measured).
#pragma once

#include "webview-host/inpage/page_channel.hpp"

#include <glib.h>

#include <functional>

namespace fairlead::page {

class ring_watch {
public:
    struct hooks {
        /// Handles a bounded number of frames. True: there are more.
        std::function<bool()> turn;
        /// Something came on the control socket, or its end.
        std::function<void()> control;
    };
    /// The channel is borrowed. Must not be destroyed by its own hooks.
    ring_watch(page_channel& channel, hooks use);
    ~ring_watch();
    ring_watch(ring_watch const&) = delete;
    ring_watch& operator=(ring_watch const&) = delete;

private:
    struct source;
    static gboolean prepare(GSource* base, gint* timeout);
    static gboolean check(GSource* base);
    static gboolean dispatch(GSource* base, GSourceFunc, gpointer);

    bool is_resting() const noexcept;
    void take_turn();
    void end_rest();

    page_channel& channel_;
    hooks hooks_;
    GSource* source_ = nullptr;
    gpointer bell_tag_ = nullptr;
    gpointer control_tag_ = nullptr;
    gint64 rest_until_ = 0;  // In the loop's µs; 0: no rest.
    guint leisure_ = 0;      // The source for when there is nothing else to do.
};

}  // namespace fairlead::page
