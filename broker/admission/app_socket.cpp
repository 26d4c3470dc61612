// SPDX-License-Identifier: MIT
//
// app_socket — flock, then unlink, bind, listen; or what was handed over.
#include "broker/admission/app_socket.hpp"
#include "broker/admission/handed_socket.hpp"

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
#include <fstream>
#include <sstream>
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
constexpr auto patience_with_sockets = 1s;
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

/// Somebody listens there who is no broker, for brokers hold the lock. Asked is the kernel: whom a
/// service manager hears knocking, for that one it would start a broker.
bool has_listener(std::filesystem::path const& path) {
    std::ifstream all{"/proc/net/unix"};
    const auto end = ' ' + path.string();
    constexpr unsigned long is_listening = 1 << 16;  // __SO_ACCEPTCON
    for (std::string line; std::getline(all, line);) {
        if (!line.ends_with(end)) continue;
        std::istringstream words{line};
        std::string number, count, protocol, flags;
        words >> number >> count >> protocol >> flags;
        if ((std::strtoul(flags.c_str(), nullptr, 16) & is_listening) != 0) return true;
    }
    return false;
}

void leave_others_alone(std::filesystem::path const& path) {
    // A broker that was killed loses its lock a moment before its socket.
    const auto until = std::chrono::steady_clock::now() + patience_with_sockets;
    while (std::filesystem::is_socket(std::filesystem::symlink_status(path)) &&
           has_listener(path)) {
        if (std::chrono::steady_clock::now() > until)
            throw already_running{
                path.string() +
                ": something that is no broker listens there, such as the fairlead@….socket of "
                "systemctl --user: stop that, or start its service"};
        std::this_thread::sleep_for(between_looks);
    }
}

sockaddr_un address_of(std::filesystem::path const& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.native().size() >= sizeof address.sun_path)
        throw std::runtime_error{path.string() + ": this path has " +
                                 std::to_string(path.native().size()) +
                                 " bytes, a socket's may have 107; choose a shorter "
                                 "XDG_RUNTIME_DIR or app name"};
    std::memcpy(address.sun_path, path.c_str(), path.native().size());
    return address;
}

/// The lock is ours: so is what a killed broker left there.
unique_fd open_at(std::filesystem::path const& path, sockaddr_un const& address) {
    leave_others_alone(path);
    if (::unlink(path.c_str()) != 0 && errno != ENOENT) fail(path, "a stale socket stays");
    unique_fd socket{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)};
    if (!socket) fail(path, "no socket");
    if (::bind(socket.get(), reinterpret_cast<sockaddr const*>(&address), sizeof address) != 0)
        fail(path, "cannot be bound");
    // From here on it is ours to remove.
    if (::chmod(path.c_str(), 0600) != 0 || ::listen(socket.get(), SOMAXCONN) != 0) {
        const auto error = errno;
        ::unlink(path.c_str());
        errno = error;
        fail(path, "cannot listen");
    }
    return socket;
}

}  // namespace

app_socket::app_socket(std::filesystem::path const& folder, unique_fd handed)
    : path_{folder / "broker.sock"}, was_handed_{static_cast<bool>(handed)} {
    const auto address = address_of(path_);
    lock_ = take_lock(folder / "broker.lock");
    if (was_handed_) check_handed_socket(handed.get(), path_);
    socket_ = was_handed_ ? std::move(handed) : open_at(path_, address);
}

void app_socket::remove() noexcept {
    if (!socket_) return;
    if (!was_handed_) ::unlink(path_.c_str());
    socket_.reset();
}

}  // namespace fairlead::broker::admission
