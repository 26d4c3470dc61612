// SPDX-License-Identifier: MIT
//
// service_notice — one datagram for each say().
#include "broker/telemetry/service_notice.hpp"
#include "broker/telemetry/service_variable.hpp"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstddef>
#include <cstring>

namespace fairlead::broker::telemetry {

service_notice service_notice::from_environment() {
    service_notice made;
    made.address_ = take_variable("NOTIFY_SOCKET");
    const auto microseconds = number_in(take_variable("WATCHDOG_USEC")).value_or(0);
    const auto pid = take_variable("WATCHDOG_PID");
    const bool is_path = made.address_.starts_with('/');
    if ((!is_path && !made.address_.starts_with('@')) || made.address_.size() < 2 ||
        made.address_.size() >= sizeof(sockaddr_un::sun_path)) {
        made.address_.clear();
        return made;
    }
    if (!is_path) made.address_[0] = '\0';  // Of no file system.
    made.socket_.reset(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    // Meant for another process of the service, if it is not ours.
    if (pid.empty() || number_in(pid) == ::getpid())
        made.watchdog_ = std::chrono::microseconds{microseconds};
    return made;
}

void service_notice::say(std::string_view lines) const noexcept {
    if (address_.empty() || !socket_) return;
    sockaddr_un to{};
    to.sun_family = AF_UNIX;
    std::memcpy(to.sun_path, address_.data(), address_.size());
    const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + address_.size());
    static_cast<void>(::sendto(socket_.get(), lines.data(), lines.size(), MSG_NOSIGNAL,
                               reinterpret_cast<sockaddr const*>(&to), length));
}

}  // namespace fairlead::broker::telemetry
