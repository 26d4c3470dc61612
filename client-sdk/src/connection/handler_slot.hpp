// SPDX-License-Identifier: MIT
//
// handler_slot — one handler that may be replaced at any time, also while it runs.
#pragma once

#include <memory>
#include <mutex>
#include <utility>

namespace fairlead::client {

/// `Handler` is a std::function. Any thread; no lock is held while it runs.
template <class Handler>
class handler_slot {
public:
    void set(Handler handler) {
        auto made = std::make_shared<Handler>(std::move(handler));
        const std::lock_guard lock{mutex_};
        handler_.swap(made);
    }

    template <class... Args>
    void tell(Args&&... args) const {
        std::shared_ptr<Handler> handler;
        {
            const std::lock_guard lock{mutex_};
            handler = handler_;
        }
        if (handler && *handler) (*handler)(std::forward<Args>(args)...);
    }

private:
    mutable std::mutex mutex_;
    std::shared_ptr<Handler> handler_;
};

}  // namespace fairlead::client
