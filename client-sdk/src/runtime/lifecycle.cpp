// SPDX-License-Identifier: MIT
//
// lifecycle — one line, served by one thread of the pool at a time.
#include "lifecycle.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace fairlead {

void lifecycle::refuse() {
    throw std::logic_error{"the moments of an app's life are heard of from its start: say "
                           "on_startup and the like before run()"};
}

bool lifecycle::may_object() {
    const std::lock_guard lock{mutex_};
    return !before_close_.empty();
}

bool lifecycle::objects() {
    bool prevented = false;
    for (auto const& each : before_close_)  // Nothing is added any more.
        run_guarded_("before-close", [&] { prevented |= each(); });
    return prevented;
}

void lifecycle::begin(runner run) {
    const std::lock_guard lock{mutex_};
    begun_ = true;
    run_ = std::move(run);
}

void lifecycle::on_window(std::string_view state) {
    const std::lock_guard lock{mutex_};
    if (state == "closed") return;
    // A plugin that was restarted hears the last state only: a window that is ready was opened.
    if (!std::exchange(started_, true)) enter(moment::startup);
    if (state == "ready") enter(moment::dom_ready);
}

void lifecycle::enter(moment what) {
    if (!run_) return;
    if (what == moment::dom_ready && std::ranges::find(line_, what) != line_.end()) return;
    line_.push_back(what);
    if (serving_) return;
    serving_ = run_([this] { serve(); });
}

void lifecycle::serve() {
    std::unique_lock lock{mutex_};
    while (!line_.empty()) {
        const auto what = line_.front();
        line_.pop_front();
        lock.unlock();
        const bool startup = what == moment::startup;
        for (auto const& each : startup ? startup_ : dom_ready_)
            run_guarded_(startup ? "startup" : "dom-ready", each);
        lock.lock();
    }
    serving_ = false;
}

void lifecycle::end() {
    {
        const std::lock_guard lock{mutex_};
        run_ = nullptr;
        line_.clear();
    }
    for (auto const& each : shutdown_) run_guarded_("shutdown", each);
}

void lifecycle::forget() {
    const std::lock_guard lock{mutex_};
    startup_.clear();
    dom_ready_.clear();
    shutdown_.clear();
    before_close_.clear();
}

}  // namespace fairlead
