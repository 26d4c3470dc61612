// SPDX-License-Identifier: MIT
//
// app_socket — flock, then unlink, bind, listen.
#include "broker/admission/app_socket.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <string>
#include <system_error>
#include <thread>

namespace fairlead::broker::admission {
namespace {

[[noreturn]] void fail(std::filesystem::path const& path, std::string_view what) {
    throw std::runtime_error{path.string() + ": " + std::string{what} + ": " +
                             std::generic_category().message(errno)};
}

using namespace std::chrono_literals;

constexpr auto patience_with_the_dead = 5s;
constexpr auto between_looks = 5ms;

/// 0: the lock does not say.
pid_t holder_of(int lock) {
    std::array<char, 32> text{};
    const auto got = ::pread(lock, text.data(), text.size() - 1, 0);
    return got <= 0 ? 0 : static_cast<pid_t>(std::atoi(text.data()));
}

bool has_ended(pid_t holder) { return holder > 0 && ::kill(holder, 0) != 0 && errno == ESRCH; }

/// A broker that is killed while it starts a plugin leaves the lock to its child for a moment,
/// until that one closes what it inherited, or ends with its parent.
void lock_or_throw(std::filesystem::path const& path, int lock) {
    const auto until = std::chrono::steady_clock::now() + patience_with_the_dead;
    while (::flock(lock, LOCK_EX | LOCK_NB) != 0) {
        if (errno == EINTR) continue;
        if (errno != EWOULDBLOCK) fail(path, "cannot be locked");
        const auto holder = holder_of(lock);
        if (!has_ended(holder) || std::chrono::steady_clock::now() > until)
            throw already_running{
                "a broker of this app is running already" +
                (holder > 0 ? " (pid " + std::to_string(holder) + ")" : std::string{})};
        std::this_thread::sleep_for(between_looks);
    }
}

unique_fd take_lock(std::filesystem::path const& path) {
    unique_fd lock{::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600)};
    if (!lock) fail(path, "cannot be opened");
    lock_or_throw(path, lock.get());
    // For people, for the message above and for who waits there; the lock is what counts.
    const auto pid = std::to_string(::getpid()) + "\n";
    if (::ftruncate(lock.get(), 0) != 0 ||
        ::pwrite(lock.get(), pid.data(), pid.size(), 0) != static_cast<ssize_t>(pid.size()))
        fail(path, "cannot be written");
    return lock;
}

}  // namespace

app_socket::app_socket(std::filesystem::path const& folder) {
    const auto path = folder / "broker.sock";
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.native().size() >= sizeof address.sun_path)
        throw std::runtime_error{path.string() + ": this path has " +
                                 std::to_string(path.native().size()) +
                                 " bytes, a socket's may have 107; choose a shorter "
                                 "XDG_RUNTIME_DIR or app name"};
    std::memcpy(address.sun_path, path.c_str(), path.native().size());

    lock_ = take_lock(folder / "broker.lock");
    if (::unlink(path.c_str()) != 0 && errno != ENOENT) fail(path, "a stale socket stays");
    unique_fd socket{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)};
    if (!socket) fail(path, "no socket");
    if (::bind(socket.get(), reinterpret_cast<sockaddr const*>(&address), sizeof address) != 0)
        fail(path, "cannot be bound");
    path_ = path;  // From here on it is ours to remove.
    socket_ = std::move(socket);
    if (::chmod(path.c_str(), 0600) != 0 || ::listen(socket_.get(), SOMAXCONN) != 0) {
        const auto error = errno;
        remove();
        errno = error;
        fail(path, "cannot listen");
    }
}

void app_socket::remove() noexcept {
    if (!socket_) return;
    ::unlink(path_.c_str());
    socket_.reset();
}

}  // namespace fairlead::broker::admission
