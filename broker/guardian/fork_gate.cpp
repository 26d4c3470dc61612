// SPDX-License-Identifier: MIT
//
// fork_gate — seccomp's user notification.
#include "broker/guardian/fork_gate.hpp"
#include "broker/guardian/offspring.hpp"

#include <linux/seccomp.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>

namespace fairlead::broker::guardian {

int fork_gate::answer() {
    seccomp_notif wish{};
    if (::ioctl(fd_, SECCOMP_IOCTL_NOTIF_RECV, &wish) != 0) {
        // Who asked was killed meanwhile, or a signal came; anything else will not pass.
        if (errno != ENOENT && errno != EINTR) close();
        return 0;
    }
    int count = 0;
    if (left_ > 0) {
        --left_;
    } else {
        count = count_descendants(max_) + 1;
        left_ = count <= max_ ? max_ - count : 0;
    }
    const bool refused = count > max_;
    seccomp_notif_resp word{};
    word.id = wish.id;
    if (refused) word.error = -EAGAIN;
    else word.flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE;
    ::ioctl(fd_, SECCOMP_IOCTL_NOTIF_SEND, &word);
    return refused ? count : 0;
}

void fork_gate::close() noexcept {
    if (fd_ >= 0) ::close(fd_);
    fd_ = -1;
}

}  // namespace fairlead::broker::guardian
