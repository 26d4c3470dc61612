// SPDX-License-Identifier: MIT
//
// alarm — an Asio timer; `setting` tells a completion that was already queued that it is out of
// date.
#include "broker/loop/alarm.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

namespace fairlead::broker {

struct alarm::state {
    state(boost::asio::io_context& loop, std::function<void()> call)
        : timer{loop}, action{std::move(call)} {}
    boost::asio::steady_timer timer;
    std::function<void()> action;
    unsigned setting = 0;
};

alarm::alarm(boost::asio::io_context& loop, std::function<void()> action)
    : state_{std::make_shared<state>(loop, std::move(action))} {}

alarm::~alarm() { cancel(); }

void alarm::ring_at(clock::time_point when) {
    const auto setting = ++state_->setting;
    state_->timer.expires_at(when);
    state_->timer.async_wait([one = state_, setting](boost::system::error_code failed) {
        if (!failed && one->setting == setting) one->action();
    });
}

void alarm::cancel() noexcept {
    ++state_->setting;
    try {
        state_->timer.cancel();
    } catch (boost::system::system_error const&) {
        // A timer that cannot be cancelled rings for a setting that is out of date: nothing
        // happens.
    }
}

}  // namespace fairlead::broker
