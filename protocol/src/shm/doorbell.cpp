// SPDX-License-Identifier: MIT
//
// doorbell — socketpair(2), one byte by send(MSG_DONTWAIT).
#include <fairlead/shm/doorbell.hpp>

#include <sys/socket.h>

#include <array>
#include <cerrno>

namespace fairlead::shm {

result<std::pair<doorbell, doorbell>> doorbell::make_pair() {
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends) != 0)
        return last_system_error();
    return std::pair{doorbell{unique_fd{ends[0]}}, doorbell{unique_fd{ends[1]}}};
}

void doorbell::ring() const noexcept {
    constexpr char one = 1;
    while (::send(fd_.get(), &one, sizeof one, MSG_DONTWAIT | MSG_NOSIGNAL) < 0 && errno == EINTR) {
    }
}

bool doorbell::clear() const noexcept {
    std::array<char, 256> bytes;
    for (;;) {
        const auto got = ::recv(fd_.get(), bytes.data(), bytes.size(), MSG_DONTWAIT);
        if (got == 0) return false;
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return errno == EAGAIN;
        // One read is enough when it did not fill the buffer; a flood is read another time.
        return true;
    }
}

}  // namespace fairlead::shm
