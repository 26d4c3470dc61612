// SPDX-License-Identifier: MIT
//
// relay — one thread, one epoll, one buffer; a whole read leaves with one write for each receiver.
//
// A message is passed on as it comes, its rest later. A receiver that does not keep up has its
// bytes queued to a bound; then nobody is read who would add to it.
#include "benchmarks/peers/unix-relay/relay.hpp"
#include "benchmarks/peers/unix-relay/message.hpp"
#include "benchmarks/support/options.hpp"

#include <sys/epoll.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <stdexcept>

namespace fairlead::bench::unix_relay {
namespace {

constexpr std::size_t buffer_bytes = 256u << 10;
constexpr std::size_t queue_bytes_max = 4u << 20;
constexpr std::size_t payload_bytes_max = 64u << 20;

struct port {
    unique_fd socket;
    // What is coming from it.
    std::size_t rest_bytes = 0;  // Of a message that is passed on already.
    place rest_to{};
    std::array<std::byte, sizeof(message_header)> split{};  // A header whose end did not come yet.
    std::size_t split_bytes = 0;
    // What is going to it.
    std::vector<std::byte> queue;
    std::size_t queue_begin = 0;
    std::uint32_t watched = 0;

    std::size_t queued() const noexcept { return queue.size() - queue_begin; }
};

class relay {
public:
    relay(std::filesystem::path const& socket, bool reads_headers)
        : reads_headers_{reads_headers}, listener_{listen_unix(socket)}, epoll_{::epoll_create1(
                                                                             EPOLL_CLOEXEC)} {}

    /// Clients come and go; the backend stays.
    void serve() {
        constexpr std::size_t listener = places;
        add(listener_.get(), listener);
        while (true) {
            std::array<epoll_event, places + 1> events{};
            const auto count =
                ::epoll_wait(epoll_.get(), events.data(), static_cast<int>(events.size()), -1);
            for (int i = 0; i < count; ++i) {
                auto const& event = events[static_cast<std::size_t>(i)];
                const auto at = event.data.u64;
                if (at == listener) accept();
                else {
                    if ((event.events & EPOLLOUT) != 0) drain(at);
                    if ((event.events & (EPOLLIN | EPOLLHUP)) != 0 && !read(at)) ports_[at] = {};
                }
            }
            for (std::size_t at = 0; at < places; ++at) watch(at);
        }
    }

private:
    static std::size_t other(std::size_t at) noexcept { return 1 - at; }

    void add(int fd, std::size_t at) {
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.u64 = at;
        ::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, fd, &event);
    }

    /// The first byte of a connection says whose it is.
    void accept() {
        unique_fd socket{::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC)};
        std::uint8_t who = places;
        if (::recv(socket.get(), &who, 1, MSG_WAITALL) != 1 || who >= places) return;
        ports_[who] = {};
        add(socket.get(), who);
        ports_[who].socket = std::move(socket);
        ports_[who].watched = EPOLLIN;
    }

    void watch(std::size_t at) {
        auto& it = ports_[at];
        const bool may_read = ports_[other(at)].queued() < queue_bytes_max;
        const std::uint32_t wanted = (may_read ? static_cast<std::uint32_t>(EPOLLIN) : 0) |
                                     (it.queued() != 0 ? static_cast<std::uint32_t>(EPOLLOUT) : 0);
        if (!it.socket || wanted == it.watched) return;
        epoll_event event{};
        event.events = wanted;
        event.data.u64 = at;
        ::epoll_ctl(epoll_.get(), EPOLL_CTL_MOD, it.socket.get(), &event);
        it.watched = wanted;
    }

    bool read(std::size_t from) {
        const auto got =
            ::recv(ports_[from].socket.get(), buffer_.data(), buffer_.size(), MSG_DONTWAIT);
        if (got <= 0) return got < 0 && (errno == EAGAIN || errno == EINTR);
        const std::span bytes{buffer_.data(), static_cast<std::size_t>(got)};
        if (reads_headers_) route(ports_[from], bytes);
        else pass(other(from), bytes);
        return true;
    }

    /// Cuts what came into runs of bytes for the same receiver.
    void route(port& from, std::span<std::byte> bytes) {
        std::size_t run_begin = 0, at = 0;
        auto run_to = from.rest_to;
        const auto end_run = [&] {
            if (at != run_begin)
                pass(static_cast<std::size_t>(run_to), bytes.subspan(run_begin, at - run_begin));
            run_begin = at;
        };
        while (at < bytes.size()) {
            if (from.rest_bytes != 0) {
                const auto step = std::min(from.rest_bytes, bytes.size() - at);
                from.rest_bytes -= step;
                at += step;
                continue;
            }
            message_header header;
            const auto missing = sizeof header - from.split_bytes;
            if (bytes.size() - at < missing) {
                end_run();
                std::memcpy(from.split.data() + from.split_bytes, bytes.data() + at,
                            bytes.size() - at);
                from.split_bytes += bytes.size() - at;
                return;
            }
            std::memcpy(from.split.data() + from.split_bytes, bytes.data() + at, missing);
            header = header_of(from.split);
            if (header.payload_bytes > payload_bytes_max ||
                static_cast<std::size_t>(header.to) >= places)
                throw std::runtime_error{"a message that nobody can read"};
            if (header.to != run_to || from.split_bytes != 0) {
                end_run();
                run_to = header.to;
            }
            if (from.split_bytes != 0) {
                pass(static_cast<std::size_t>(run_to),
                     std::span{from.split}.first(from.split_bytes));
                from.split_bytes = 0;
            }
            at += missing;
            from.rest_bytes = header.payload_bytes;
            from.rest_to = header.to;
        }
        end_run();
    }

    void pass(std::size_t to, std::span<const std::byte> bytes) {
        auto& it = ports_[to];
        if (!it.socket) return;  // It left with questions open: their answers are nobody's.
        if (it.queued() == 0) bytes = bytes.subspan(send(it, bytes));
        if (bytes.empty()) return;
        if (it.queue_begin > it.queued()) {  // A queue that is never empty would grow for ever.
            it.queue.erase(it.queue.begin(),
                           it.queue.begin() + static_cast<std::ptrdiff_t>(it.queue_begin));
            it.queue_begin = 0;
        }
        it.queue.insert(it.queue.end(), bytes.begin(), bytes.end());
    }

    void drain(std::size_t at) {
        auto& it = ports_[at];
        it.queue_begin += send(it, std::span{it.queue}.subspan(it.queue_begin));
        if (it.queued() != 0) return;
        it.queue.clear();
        it.queue_begin = 0;
    }

    static std::size_t send(port& to, std::span<const std::byte> bytes) {
        const auto sent =
            ::send(to.socket.get(), bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
        return sent < 0 ? 0 : static_cast<std::size_t>(sent);
    }

    const bool reads_headers_;
    unique_fd listener_;
    unique_fd epoll_;
    std::array<port, places> ports_;
    std::vector<std::byte> buffer_ = std::vector<std::byte>(buffer_bytes);
};

void relay_for_ever(std::filesystem::path const& socket, bool reads_headers) {
    relay all{socket, reads_headers};
    say_ready();
    all.serve();
}

}  // namespace

void relay_messages(std::filesystem::path const& socket) { relay_for_ever(socket, true); }
void relay_bytes(std::filesystem::path const& socket) { relay_for_ever(socket, false); }

}  // namespace fairlead::bench::unix_relay
