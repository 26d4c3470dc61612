// SPDX-License-Identifier: MIT
//
// keeper — sleeps until the next thing that has a time.
#include "keeper.hpp"

#include "change.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <exception>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace notes {
namespace {

constexpr moment quiet_ms = 800;
constexpr moment pause_after_failure_ms = 5000;
constexpr moment sleep_ms_max = 3'600'000;  // A reminder may be in the year 9999.

moment earlier(moment one, moment other) {
    return one == 0 || other == 0 ? std::max(one, other) : std::min(one, other);
}

}  // namespace

keeper::keeper(shelf where, fairlead::events events)
    : book_{std::move(where)}, events_{std::move(events)}, thread_{[this] { run(); }} {}

void keeper::finish() {
    {
        const std::lock_guard lock{mutex_};
        if (std::exchange(stopping_, true)) return;
    }
    changed_.notify_all();
    thread_.join();
    if (autosave()) save_all();
}

notebook& keeper::book() {
    const auto report = [](std::string_view problem) {
        std::fprintf(stderr, "notes: %.*s\n", static_cast<int>(problem.size()), problem.data());
    };
    if (book_.open(report)) wake();
    return book_;
}

void keeper::wake() {
    {
        const std::lock_guard lock{mutex_};
        woken_ = true;
    }
    changed_.notify_all();
}

void keeper::set_autosave(bool on) {
    {
        const std::lock_guard lock{mutex_};
        autosave_ = on;
    }
    wake();
}

bool keeper::autosave() const {
    const std::lock_guard lock{mutex_};
    return autosave_;
}

bool keeper::save(std::string const& id) {
    try {
        if (book_.save(id)) tell(events_, "saved", id);
        return true;
    } catch (std::out_of_range const&) {
        return true;  // Removed meanwhile.
    } catch (std::exception const& problem) {
        events_.emit("notes:problem", std::string{"It could not be saved: "} + problem.what());
        return false;
    }
}

bool keeper::save_all() {
    return std::ranges::all_of(book_.unsaved(), [this](auto const& one) { return save(one.id); });
}

void keeper::run() {
    std::unique_lock lock{mutex_};
    while (!stopping_) {
        woken_ = false;
        const bool saves = autosave_;
        lock.unlock();
        const auto present = now();
        const auto next = earlier(saves ? save_what_is_quiet(present) : 0, ring(present));
        lock.lock();
        const auto is_needed = [this] { return woken_ || stopping_; };
        if (next == 0) changed_.wait(lock, is_needed);
        else
            changed_.wait_for(
                lock, std::chrono::milliseconds{std::min(next - present, sleep_ms_max)}, is_needed);
    }
}

moment keeper::save_what_is_quiet(moment present) {
    moment next = 0;
    for (auto const& one : book_.unsaved()) {
        const auto due = std::max(one.changed + quiet_ms, pause_until_);
        if (due > present) next = earlier(next, due);
        else if (!save(one.id)) next = pause_until_ = present + pause_after_failure_ms;
    }
    return next;
}

moment keeper::ring(moment present) {
    if (book_.ring(present)) events_.emit("notes:due");
    return book_.next_reminder();
}

}  // namespace notes
