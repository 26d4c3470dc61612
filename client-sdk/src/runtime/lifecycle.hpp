// SPDX-License-Identifier: MIT
//
// lifecycle — what a plugin wants to do at the moments of the app's life, and when they have come.
//
// Startup and DOM ready stand in one line and run on the pool, one after the other; a page that is
// loaded again and again behind a slow handler is told of once.
#pragma once

#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace fairlead {

class lifecycle {
public:
    using hook = std::function<void()>;
    using veto = std::function<bool()>;
    /// Runs a hook and reports what it throws; `what` names it.
    using guard = std::function<void(std::string const& what, hook const& work)>;
    using runner = std::function<bool(hook)>;

    explicit lifecycle(guard run_guarded) : run_guarded_{std::move(run_guarded)} {}

    void on_startup(hook handler) { add(startup_, std::move(handler)); }
    void on_dom_ready(hook handler) { add(dom_ready_, std::move(handler)); }
    void on_before_close(veto handler) { add(before_close_, std::move(handler)); }
    void on_shutdown(hook handler) { add(shutdown_, std::move(handler)); }

    bool may_object();
    /// Asks all; what throws does not object.
    bool objects();

    /// From here on nothing can be added, and `run` takes work elsewhere.
    void begin(runner run);
    /// "open", "ready", "closed": what the host says of its window.
    void on_window(std::string_view state);
    /// What has not begun does not begin any more; then the shutdown hooks run, here.
    void end();
    /// All handlers, once no thread runs one: they may hold what holds us.
    void forget();

private:
    enum class moment { startup, dom_ready };

    template <class Handler>
    void add(std::vector<Handler>& to, Handler handler) {
        const std::lock_guard lock{mutex_};
        if (begun_) refuse();
        to.push_back(std::move(handler));
    }
    [[noreturn]] static void refuse();
    void enter(moment what);  // Under the lock.
    void serve();

    guard run_guarded_;
    std::mutex mutex_;
    runner run_;
    bool begun_ = false, started_ = false, serving_ = false;
    std::deque<moment> line_;
    std::vector<hook> startup_, dom_ready_, shutdown_;
    std::vector<veto> before_close_;
};

}  // namespace fairlead
