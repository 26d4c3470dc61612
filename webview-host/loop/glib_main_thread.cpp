// SPDX-License-Identifier: MIT
//
// glib_main_thread — one source for all tasks: set ready from any thread, asleep again when it ran.
#include "webview-host/loop/glib_main_thread.hpp"

#include <glib-unix.h>
#include <glib.h>

#include <csignal>

namespace fairlead::host {
namespace {

struct wakeup_source {
    GSource base;
    task_queue* tasks;
    GMainLoop* loop;
};

gboolean run_tasks(GSource* source, GSourceFunc, gpointer) {
    auto* self = reinterpret_cast<wakeup_source*>(source);
    // Asleep first: a task that is posted from here on wakes it again.
    g_source_set_ready_time(source, -1);
    self->tasks->run_all();
    if (self->tasks->exit_code()) g_main_loop_quit(self->loop);
    return G_SOURCE_CONTINUE;
}

GSourceFuncs wakeup_functions{nullptr, nullptr, run_tasks, nullptr, nullptr, nullptr};

gboolean run_signal(gpointer handler) {
    auto const& on_stop = *static_cast<main_thread::task*>(handler);
    if (on_stop) on_stop();
    return G_SOURCE_CONTINUE;
}

gboolean run_once(gpointer job) {
    (*static_cast<main_thread::task*>(job))();
    return G_SOURCE_REMOVE;
}

}  // namespace

void glib_main_thread::unref::operator()(_GMainLoop* loop) const noexcept {
    g_main_loop_unref(loop);
}

void glib_main_thread::unref::operator()(_GSource* source) const noexcept {
    g_source_destroy(source);
    g_source_unref(source);
}

glib_main_thread::glib_main_thread() : loop_{g_main_loop_new(nullptr, FALSE)} {
    wakeup_.reset(g_source_new(&wakeup_functions, sizeof(wakeup_source)));
    auto* self = reinterpret_cast<wakeup_source*>(wakeup_.get());
    self->tasks = &tasks_;
    self->loop = loop_.get();
    g_source_set_name(wakeup_.get(), "fairlead tasks");
    g_source_attach(wakeup_.get(), nullptr);

    const auto watch = [this](int signal) {
        source made{g_unix_signal_source_new(signal)};
        g_source_set_callback(made.get(), run_signal, &on_stop_, nullptr);
        g_source_attach(made.get(), nullptr);
        return made;
    };
    terminate_ = watch(SIGTERM);
    interrupt_ = watch(SIGINT);
    hang_up_ = watch(SIGHUP);
}

glib_main_thread::~glib_main_thread() = default;

void glib_main_thread::post(task job) {
    if (tasks_.push(std::move(job))) g_source_set_ready_time(wakeup_.get(), 0);
}

int glib_main_thread::run() {
    if (!tasks_.exit_code()) g_main_loop_run(loop_.get());
    return tasks_.exit_code().value_or(1);
}

void glib_main_thread::quit(int code) {
    if (tasks_.quit(code)) g_source_set_ready_time(wakeup_.get(), 0);
}

void glib_main_thread::on_stop_signal(task handler) { on_stop_ = std::move(handler); }

void glib_main_thread::after(std::chrono::milliseconds delay, task job) {
    std::erase_if(timers_, [](source const& one) { return g_source_is_destroyed(one.get()); });
    source timer{g_timeout_source_new(static_cast<guint>(delay.count()))};
    g_source_set_callback(timer.get(), run_once, new task{std::move(job)},
                          [](gpointer held) { delete static_cast<task*>(held); });
    g_source_attach(timer.get(), nullptr);
    timers_.push_back(std::move(timer));
}

}  // namespace fairlead::host
