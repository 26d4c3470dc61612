// SPDX-License-Identifier: MIT
//
// fd_watch — calls back whenever a descriptor has something to read, and may end at any moment,
// even inside its own callback.
#pragma once

#include <functional>
#include <memory>

namespace boost::asio {
class io_context;
}

namespace fairlead::broker {

class fd_watch {
public:
    using action = std::function<void()>;

    fd_watch() noexcept = default;
    /// `fd` is borrowed: end the watch before closing it.
    fd_watch(boost::asio::io_context& loop, int fd, action on_readable);
    ~fd_watch() { stop(); }
    fd_watch(fd_watch&&) noexcept = default;
    fd_watch& operator=(fd_watch&& other) noexcept {
        if (this != &other) {
            stop();
            state_ = std::move(other.state_);
        }
        return *this;
    }

    void stop() noexcept;

private:
    struct state;
    static void wait(std::shared_ptr<state> const& one);
    std::shared_ptr<state> state_;
};

}  // namespace fairlead::broker
