// SPDX-License-Identifier: MIT
//
// ring_watch — prepare arms, check disarms, dispatch takes a turn.
#include "webview-host/inpage/ring_watch.hpp"

#include <utility>

namespace fairlead::page {
namespace {

constexpr gint64 rest_us = 8'000;  // Half of a frame at 60 Hz.
constexpr auto readable = static_cast<GIOCondition>(G_IO_IN | G_IO_HUP | G_IO_ERR);

}  // namespace

struct ring_watch::source {
    GSource base;
    ring_watch* owner;
};

ring_watch::ring_watch(page_channel& channel, hooks use)
    : channel_{channel}, hooks_{std::move(use)} {
    static GSourceFuncs functions{prepare, check, dispatch, nullptr, nullptr, nullptr};
    source_ = g_source_new(&functions, sizeof(source));
    reinterpret_cast<source*>(source_)->owner = this;
    g_source_set_name(source_, "fairlead page channel");
    bell_tag_ = g_source_add_unix_fd(source_, channel_.bell().fd(), readable);
    control_tag_ = g_source_add_unix_fd(source_, channel_.control_fd(), readable);
    g_source_attach(source_, nullptr);
}

ring_watch::~ring_watch() {
    end_rest();
    g_source_destroy(source_);
    g_source_unref(source_);
}

bool ring_watch::is_resting() const noexcept {
    return rest_until_ != 0 && g_source_get_time(source_) < rest_until_;
}

gboolean ring_watch::prepare(GSource* base, gint* timeout) {
    auto& self = *reinterpret_cast<source*>(base)->owner;
    *timeout = -1;
    if (self.rest_until_ == 0) return self.channel_.in().try_sleep() ? FALSE : TRUE;
    const auto left = self.rest_until_ - g_source_get_time(base);
    *timeout = left <= 0 ? 0 : static_cast<gint>(left / 1'000 + 1);
    return left <= 0 ? TRUE : FALSE;
}

gboolean ring_watch::check(GSource* base) {
    auto& self = *reinterpret_cast<source*>(base)->owner;
    if (g_source_query_unix_fd(base, self.control_tag_) != 0) return TRUE;
    const bool rung = g_source_query_unix_fd(base, self.bell_tag_) != 0;
    if (self.rest_until_ != 0) return rung || !self.is_resting() ? TRUE : FALSE;
    self.channel_.in().wake();
    return rung ? TRUE : FALSE;
}

gboolean ring_watch::dispatch(GSource* base, GSourceFunc, gpointer) {
    auto& self = *reinterpret_cast<source*>(base)->owner;
    if (g_source_query_unix_fd(base, self.control_tag_) != 0) {
        self.hooks_.control();
    }
    if (!self.is_resting()) {
        self.take_turn();
    } else {
        // Nobody asked to be woken for messages: it was rung because there is room again.
        self.channel_.bell().clear();
        self.channel_.flush();
    }
    return G_SOURCE_CONTINUE;
}

void ring_watch::take_turn() {
    end_rest();
    channel_.bell().clear();
    if (!hooks_.turn()) return;
    rest_until_ = g_get_monotonic_time() + rest_us;
    leisure_ = g_idle_add_full(
        G_PRIORITY_LOW,
        [](gpointer self) -> gboolean {
            auto* watch = static_cast<ring_watch*>(self);
            watch->leisure_ = 0;
            watch->take_turn();
            return G_SOURCE_REMOVE;
        },
        this, nullptr);
}

void ring_watch::end_rest() {
    rest_until_ = 0;
    if (const auto id = std::exchange(leisure_, 0)) g_source_remove(id);
}

}  // namespace fairlead::page
