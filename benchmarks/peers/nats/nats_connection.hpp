// SPDX-License-Identifier: MIT
//
// nats_connection — a client of the NATS protocol over one socket; quicker here than the official C
// library, whose reader thread costs a wake-up for each message.
//
//   PUB subject [reply-to] bytes␍␊payload␍␊        MSG subject sid [reply-to] bytes␍␊payload␍␊
#pragma once

#include "benchmarks/support/byte_stream.hpp"

#include <filesystem>
#include <optional>
#include <string_view>

namespace fairlead::bench::nats {

/// A message, in place: gone with the next read.
struct message {
    std::string_view reply_to;
    std::span<const std::byte> payload;
};

class nats_connection {
public:
    explicit nats_connection(unsigned short port);

    void subscribe(std::string_view subject);

    /// Large payloads leave at once, small ones with the next flush. `on_input` as of byte_stream.
    template <class OnInput>
    void publish(std::string_view subject, std::string_view reply_to,
                 std::span<const std::byte> payload, OnInput&& on_input) {
        put_head(subject, reply_to, payload.size());
        if (payload.size() < large_bytes) stream_.put(payload);
        else stream_.send(payload, on_input);
        stream_.put(line_end);
    }
    template <class OnInput>
    void flush(OnInput&& on_input) {
        put_pongs();
        stream_.flush(on_input);
    }

    /// The same payload to where the answer is wanted, from where it lies: nothing may be read
    /// meanwhile. flush_now() sends what was small.
    void echo(message const& asked);
    void flush_now() {
        put_pongs();
        stream_.send_now();
    }

    /// The next message that is here as a whole. Its bytes stay until drop().
    std::optional<message> peek();
    void drop();

    /// Waits for more bytes; throws after half a minute.
    void wait() { stream_.read_until(wanted_); }
    void wait_for_ever() { stream_.wait_for(wanted_); }

private:
    static constexpr std::size_t large_bytes = 32u << 10;
    static constexpr std::string_view line_end = "\r\n";

    void put_head(std::string_view subject, std::string_view reply_to, std::size_t bytes);
    void put_pongs();
    std::string_view text() noexcept;
    std::string_view read_line();

    byte_stream stream_;
    std::size_t wanted_ = 1;  // Bytes without which peek() need not look again.
    std::size_t peeked_ = 0;
    unsigned pongs_ = 0;  // Owed. A PING may be read in the midst of sending a payload.
};

/// The port that nats-server chose, from the file that it wrote into `dir`.
unsigned short port_from(std::filesystem::path const& dir);

}  // namespace fairlead::bench::nats
