// SPDX-License-Identifier: MIT
//
// web_client — blocking reads behind poll.
#include "tests/support/web_client.hpp"

#include "tests/support/child.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <system_error>
#include <utility>

namespace fairlead::tests {
namespace {

[[noreturn]] void fail(char const* what) {
    throw std::system_error{errno, std::system_category(), what};
}

void wait_for(int fd, short what) {
    pollfd watched{fd, what, 0};
    if (::poll(&watched, 1, static_cast<int>(patience().count())) <= 0)
        give_up("the server's next byte");
}

std::string without_chunks(web_stream& from) {
    std::string body;
    for (;;) {
        const auto line = from.take_until("\r\n");
        std::size_t size = 0;
        std::from_chars(line.data(), line.data() + line.size(), size, 16);
        if (size == 0) {
            from.take_until("\r\n");
            return body;
        }
        body += from.take(size);
        from.take(2);
    }
}

}  // namespace

std::string web_answer::header(std::string_view name) const {
    const auto line = std::string{"\r\n"}.append(name).append(": ");
    const auto at = head.find(line);
    if (at == head.npos) return {};
    const auto begin = at + line.size();
    return head.substr(begin, head.find("\r\n", begin) - begin);
}

web_stream::web_stream(std::uint16_t port) : fd_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (!fd_ || ::connect(fd_.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
        fail("connect");
}

void web_stream::send(std::string_view bytes) {
    while (!bytes.empty()) {
        wait_for(fd_.get(), POLLOUT);
        const auto sent =
            ::send(fd_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent < 0 && (errno == EINTR || errno == EAGAIN)) continue;
        if (sent < 0) fail("send");
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
}

bool web_stream::receive() {
    wait_for(fd_.get(), POLLIN);
    std::array<char, 256 << 10> some;
    const auto got = ::recv(fd_.get(), some.data(), some.size(), 0);
    if (got < 0 && errno == EINTR) return true;
    if (got < 0 && errno != ECONNRESET) fail("recv");
    if (got <= 0) return false;
    kept_.erase(0, std::exchange(taken_, 0));
    kept_.append(some.data(), static_cast<std::size_t>(got));
    return true;
}

std::string web_stream::take(std::size_t bytes) {
    if (bytes > (1u << 20)) kept_.reserve(bytes + (1u << 20));
    while (kept_.size() - taken_ < bytes)
        if (!receive()) throw std::runtime_error{"the server ended the connection"};
    auto text = kept_.substr(taken_, bytes);
    taken_ += bytes;
    return text;
}

std::string web_stream::take_until(std::string_view end) {
    for (;;) {
        const auto at = kept_.find(end, taken_);
        if (at != kept_.npos) return take(at + end.size() - taken_);
        if (!receive()) throw std::runtime_error{"the server ended the connection"};
    }
}

std::string web_stream::take_all() {
    while (receive()) {}
    return take(kept_.size() - taken_);
}

void web_stream::wait_for_end() {
    while (receive()) kept_.clear();
}

web_answer web_stream::take_answer(bool has_body) {
    web_answer answer;
    answer.head = take_until("\r\n\r\n");
    std::from_chars(answer.head.data() + 9, answer.head.data() + 12, answer.status);
    if (!has_body || answer.status == 101 || answer.status == 204 || answer.status == 304)
        return answer;
    if (answer.header("Transfer-Encoding") == "chunked") {
        answer.body = without_chunks(*this);
    } else if (const auto length = answer.header("Content-Length"); !length.empty()) {
        answer.body = take(std::stoull(length));
    } else {
        answer.body = take_all();
    }
    return answer;
}

web_answer web_ask(std::uint16_t port, web_question const& what) {
    web_stream stream{port};
    std::string text = what.method + ' ' + what.target + " HTTP/1.1\r\n";
    bool has_host = false;
    for (auto const& line : what.headers) {
        text += line + "\r\n";
        has_host |= line.starts_with("Host:");
    }
    if (!has_host) text += "Host: localhost:" + std::to_string(port) + "\r\n";
    if (!what.body.empty()) text += "Content-Length: " + std::to_string(what.body.size()) + "\r\n";
    stream.send(text + "Connection: close\r\n\r\n" + what.body);
    return stream.take_answer(what.method != "HEAD");
}

web_socket::refused::refused(web_answer what)
    : std::runtime_error{"no socket: " + what.head.substr(0, what.head.find('\r')) + '\n' +
                         what.body},
      answer{std::move(what)} {}

web_socket::web_socket(std::uint16_t port, std::string const& target,
                       std::vector<std::string> const& headers)
    : stream_{port} {
    std::string text =
        "GET " + target +
        " HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    bool has_host = false;
    for (auto const& line : headers) {
        text += line + "\r\n";
        has_host |= line.starts_with("Host:");
    }
    if (!has_host) text += "Host: localhost:" + std::to_string(port) + "\r\n";
    stream_.send(text + "\r\n");
    auto answer = stream_.take_answer();
    if (answer.status != 101) throw refused{std::move(answer)};
    // The answer to that key is in the standard itself.
    if (answer.head.find("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=") == answer.head.npos)
        throw std::runtime_error{"that is no WebSocket:\n" + answer.head};
}

void web_socket::send_frame(int opcode, bool is_last, std::string_view payload) {
    constexpr std::array<char, 4> mask{0x37, -6, 0x21, 0x3d};
    std::string frame;
    frame.reserve(payload.size() + 14);
    frame += static_cast<char>((is_last ? 0x80 : 0) | opcode);
    const int bytes = payload.size() < 126 ? 0 : payload.size() < 65'536 ? 2 : 8;
    frame += static_cast<char>(0x80 | (bytes == 0   ? static_cast<int>(payload.size())
                                       : bytes == 2 ? 126
                                                    : 127));
    for (int i = bytes - 1; i >= 0; --i)
        frame += static_cast<char>(static_cast<std::uint64_t>(payload.size()) >> (8 * i));
    frame.append(mask.data(), mask.size());
    const auto begin = frame.size();
    frame += payload;
    char* at = frame.data() + begin;
    for (std::size_t i = 0; i < payload.size(); ++i) at[i] = static_cast<char>(at[i] ^ mask[i & 3]);
    stream_.send(frame);
}

void web_socket::send(std::string_view text, std::size_t frame_bytes) {
    if (frame_bytes == 0) return send_frame(1, true, text);
    for (int opcode = 1;; opcode = 0) {
        const auto part = text.substr(0, frame_bytes);
        text.remove_prefix(part.size());
        send_frame(opcode, text.empty(), part);
        if (text.empty()) return;
    }
}

std::string web_socket::read() {
    std::string message;
    for (;;) {
        const auto head = stream_.take(2);
        const int opcode = head[0] & 0x0f;
        std::uint64_t size = head[1] & 0x7f;
        if (size >= 126) {
            const auto bytes = stream_.take(size == 126 ? 2 : 8);
            size = 0;
            for (const char c : bytes) size = size << 8 | static_cast<unsigned char>(c);
        }
        auto payload = stream_.take(size);
        if (opcode == 9) {
            send_frame(10, true, payload);
        } else if (opcode == 8) {
            const auto code = payload.size() < 2 ? 0
                                                 : static_cast<unsigned char>(payload[0]) << 8 |
                                                       static_cast<unsigned char>(payload[1]);
            throw std::runtime_error{"closed: " + std::to_string(code)};
        } else if (opcode < 2) {
            if (message.empty()) message = std::move(payload);
            else message += payload;
            if ((head[0] & 0x80) != 0) return message;
        }
    }
}

std::string web_socket::read_with(std::string_view beginning) {
    for (;;)
        if (auto message = read(); message.starts_with(beginning)) return message;
}

int web_socket::wait_for_end() {
    try {
        for (;;) read();
    } catch (std::runtime_error const& end) {
        const std::string_view text{end.what()};
        if (text.starts_with("closed: ")) return std::stoi(std::string{text.substr(8)});
        if (text.find("ended the connection") == text.npos) throw;
        return 0;
    }
}

}  // namespace fairlead::tests
