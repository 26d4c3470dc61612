// SPDX-License-Identifier: MIT
//
// listener — accept4 until nobody is left.
#include "broker/admission/listener.hpp"
#include "broker/telemetry/log.hpp"

#include <sys/socket.h>

#include <cerrno>
#include <system_error>

namespace fairlead::broker::admission {
namespace {

/// Without this the loop would spin: the knock stays readable, and cannot be taken.
constexpr std::chrono::milliseconds pause{500};

bool is_shortage(int error) noexcept {
    return error == EMFILE || error == ENFILE || error == ENOBUFS || error == ENOMEM;
}

}  // namespace

listener::listener(boost::asio::io_context& loop, int socket, on_knock tell)
    : loop_{loop}, socket_{socket}, tell_{std::move(tell)}, resume_{loop, [this] { listen(); }} {
    listen();
}

void listener::listen() {
    watch_ = fd_watch{loop_, socket_, [this] { accept_all(); }};
}

void listener::stop() {
    watch_.stop();
    resume_.cancel();
}

void listener::accept_all() {
    for (;;) {
        unique_fd guest{::accept4(socket_, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK)};
        if (guest) {
            tell_(std::move(guest));
            continue;
        }
        if (errno == EINTR || errno == ECONNABORTED) continue;
        if (errno == EAGAIN) return;
        telemetry::log_error("admission", "cannot accept a peer: {} pause_ms={}",
                             std::generic_category().message(errno), pause.count());
        if (is_shortage(errno) || errno == EPERM) {
            watch_.stop();
            resume_.ring_in(pause);
        }
        return;
    }
}

}  // namespace fairlead::broker::admission
