// SPDX-License-Identifier: MIT
//
// web_client — HTTP and WebSocket by hand, over a socket of this machine: any header, any cut of a
// message into frames. Every wait has a deadline and throws.
#pragma once

#include <fairlead/vocabulary/unique_fd.hpp>

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace fairlead::tests {

struct web_answer {
    int status = 0;
    std::string head, body;  ///< The body as it was before it was cut into chunks.
    /// Of a header, "" without it. `name` as the server writes it.
    std::string header(std::string_view name) const;
};

/// One connection, one byte stream.
class web_stream {
public:
    explicit web_stream(std::uint16_t port);
    void send(std::string_view bytes);
    /// Reads until there are so many; what comes is appended to what is kept.
    std::string take(std::size_t bytes);
    std::string take_until(std::string_view end);
    /// All that comes until the other side has said everything.
    std::string take_all();
    web_answer take_answer(bool has_body = true);
    /// The other side has ended it; bytes before that are dropped.
    void wait_for_end();

private:
    bool receive();

    unique_fd fd_;
    std::string kept_;
    std::size_t taken_ = 0;
};

struct web_question {
    std::string method = "GET", target = "/";
    std::vector<std::string> headers{};  ///< "Name: value"; a Host is added if none is among them.
    std::string body{};
};
web_answer web_ask(std::uint16_t port, web_question const& what);

/// A browser that is nobody's: RFC 6455 and nothing else.
class web_socket {
public:
    class refused : public std::runtime_error {
    public:
        explicit refused(web_answer answer);
        web_answer answer;
    };
    /// Throws refused.
    web_socket(std::uint16_t port, std::string const& target,
               std::vector<std::string> const& headers = {});

    /// One message; 0: in one frame, else in frames of so many bytes.
    void send(std::string_view text, std::size_t frame_bytes = 0);
    /// The next message, whole.
    std::string read();
    /// The next that begins so; those before it are dropped.
    std::string read_with(std::string_view beginning);
    /// Until the other side has ended it. The code it gave, 0 without one.
    int wait_for_end();

private:
    void send_frame(int opcode, bool is_last, std::string_view payload);

    web_stream stream_;
};

}  // namespace fairlead::tests
