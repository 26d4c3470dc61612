// SPDX-License-Identifier: MIT
//
// byte_stream — one end of a connected socket, for protocols that frame messages themselves.
//
// Small things are collected and leave with one system call; large ones leave from where they lie.
// Whoever sends may be made to wait while the other side waits for us to read: then we read.
#pragma once

#include <fairlead/vocabulary/unique_fd.hpp>

#include <cstddef>
#include <filesystem>
#include <span>
#include <string_view>
#include <vector>

namespace fairlead::bench {

class byte_stream {
public:
    explicit byte_stream(unique_fd socket);
    byte_stream(byte_stream&&) noexcept = default;

    /// What came and was not consumed yet; moves when more is read.
    std::span<std::byte> unread() noexcept { return {in_.data() + in_begin_, in_end_ - in_begin_}; }
    void consume(std::size_t bytes) noexcept;

    /// Waits until so many bytes in all are unread; throws when the other side is gone, or silent
    /// for half a minute.
    void read_until(std::size_t bytes);
    /// The same for servers: a silence is no fault.
    void wait_for(std::size_t bytes);

    /// Collects.
    void put(std::span<const std::byte> bytes);
    void put(std::string_view text);

    /// Sends what was collected, then `large`. `on_input` is called when more is unread, must
    /// consume what it can, and may not put().
    template <class OnInput>
    void send(std::span<const std::byte> large, OnInput&& on_input) {
        std::size_t done = 0;
        const auto all = out_.size() + large.size();
        while ((done += send_some(done, large)) < all)
            if (wait_to_send() && read_some()) on_input();
        out_.clear();
    }
    template <class OnInput>
    void flush(OnInput&& on_input) {
        send({}, on_input);
    }

    /// Sends collected and `large`, and waits for the other side to take it: for those whose other
    /// side always reads.
    void send_now(std::span<const std::byte> large = {});

private:
    static constexpr std::size_t read_bytes = 256u << 10;  // More than a Unix socket holds.

    std::size_t send_some(std::size_t done, std::span<const std::byte> large);
    bool wait_to_send();  // True: there is something to read.
    bool read_some();     // Does not wait.
    bool receive(int flags, bool may_be_silent = true);
    void make_room();

    unique_fd socket_;
    std::vector<std::byte> in_;
    std::size_t in_begin_ = 0;
    std::size_t in_end_ = 0;
    std::size_t in_wanted_ = 0;
    std::vector<std::byte> out_;
};

unique_fd connect_unix(std::filesystem::path const& path);  ///< Tries for ten seconds.
unique_fd connect_tcp(unsigned short port);                 ///< On this machine only.
unique_fd listen_unix(std::filesystem::path const& path);

inline std::span<const std::byte> bytes_of(auto const& plain) noexcept {
    return std::as_bytes(std::span{&plain, 1});
}

}  // namespace fairlead::bench
