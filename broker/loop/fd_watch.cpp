// SPDX-License-Identifier: MIT
//
// fd_watch — an Asio wait whose completion finds out whether anybody still cares. Cancelling is not
// enough: a completion that is already queued comes all the same.
#include "broker/loop/fd_watch.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

namespace fairlead::broker {

using boost::asio::posix::stream_descriptor;

struct fd_watch::state {
    state(boost::asio::io_context& loop, int fd, action call)
        : descriptor{loop, fd}, on_readable{std::move(call)} {}
    stream_descriptor descriptor;
    action on_readable;
    bool stopped = false;
};

fd_watch::fd_watch(boost::asio::io_context& loop, int fd, action on_readable)
    : state_{std::make_shared<state>(loop, fd, std::move(on_readable))} {
    wait(state_);
}

void fd_watch::stop() noexcept {
    if (!state_) return;
    state_->stopped = true;
    state_->descriptor.release();  // Its owner closes it.
    state_.reset();
}

void fd_watch::wait(std::shared_ptr<state> const& one) {
    one->descriptor.async_wait(stream_descriptor::wait_read,
                               [one](boost::system::error_code failed) {
                                   if (failed || one->stopped) return;
                                   one->on_readable();
                                   if (!one->stopped) wait(one);
                               });
}

}  // namespace fairlead::broker
