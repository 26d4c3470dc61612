// SPDX-License-Identifier: MIT
//
// nats_connection — lines of text in, lines of text out.
#include "benchmarks/peers/nats/nats_connection.hpp"
#include "benchmarks/support/options.hpp"

#include <array>
#include <charconv>
#include <fstream>
#include <stdexcept>

namespace fairlead::bench::nats {
namespace {

std::size_t number(std::string_view text) {
    std::size_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size())
        throw std::runtime_error{"nats-server sent a strange line"};
    return value;
}

}  // namespace

nats_connection::nats_connection(unsigned short port) : stream_{connect_tcp(port)} {
    if (!read_line().starts_with("INFO ")) throw std::runtime_error{"this is no nats-server"};
    stream_.put("CONNECT {\"verbose\":false,\"pedantic\":false,\"tls_required\":false,"
                "\"lang\":\"c++\",\"version\":\"1\",\"protocol\":1}\r\nPING\r\n");
    stream_.send_now();
    if (const auto answer = read_line(); answer != "PONG")
        throw std::runtime_error{"nats-server refused: " + std::string{answer}};
}

std::string_view nats_connection::text() noexcept {
    const auto unread = stream_.unread();
    return {reinterpret_cast<char const*>(unread.data()), unread.size()};
}

/// While greeting only: one line at a time.
std::string_view nats_connection::read_line() {
    while (text().find(line_end) == std::string_view::npos) stream_.read_until(text().size() + 1);
    const auto line = text().substr(0, text().find(line_end));
    stream_.consume(line.size() + line_end.size());
    return line;
}

void nats_connection::subscribe(std::string_view subject) {
    stream_.put("SUB ");
    stream_.put(subject);
    stream_.put(" 1\r\nPING\r\n");
    stream_.send_now();
    if (read_line() != "PONG") throw std::runtime_error{"nats-server refused a subscription"};
}

void nats_connection::put_head(std::string_view subject, std::string_view reply_to,
                               std::size_t bytes) {
    stream_.put("PUB ");
    stream_.put(subject);
    if (!reply_to.empty()) {
        stream_.put(" ");
        stream_.put(reply_to);
    }
    std::array<char, 24> digits{' '};
    const auto end = std::to_chars(digits.data() + 1, digits.data() + digits.size(), bytes).ptr;
    stream_.put(std::string_view{digits.data(), end});
    stream_.put(line_end);
}

void nats_connection::echo(message const& asked) {
    put_head(asked.reply_to, {}, asked.payload.size());
    if (asked.payload.size() < large_bytes) stream_.put(asked.payload);
    else stream_.send_now(asked.payload);
    stream_.put(line_end);
}

void nats_connection::put_pongs() {
    for (; pongs_ != 0; --pongs_) stream_.put("PONG\r\n");
}

std::optional<message> nats_connection::peek() {
    while (true) {
        const auto unread = text();
        const auto end = unread.find(line_end);
        wanted_ = unread.size() + 1;
        if (end == unread.npos) return std::nullopt;
        auto line = unread.substr(0, end);
        if (line.starts_with("MSG ")) {
            std::array<std::string_view, 6> words;
            std::size_t count = 0;
            while (!line.empty() && count < words.size()) {
                const auto blank = std::min(line.find(' '), line.size());
                words[count++] = line.substr(0, blank);
                line.remove_prefix(std::min(blank + 1, line.size()));
            }
            if (count < 4) throw std::runtime_error{"nats-server sent a strange line"};
            const auto begin = end + line_end.size();
            const auto bytes = number(words[count - 1]);
            const auto whole = begin + bytes + line_end.size();
            if (unread.size() < whole) {
                wanted_ = whole;
                return std::nullopt;
            }
            peeked_ = whole;
            return message{count == 5 ? words[3] : std::string_view{},
                           stream_.unread().subspan(begin, bytes)};
        }
        if (line == "PING") ++pongs_;
        else if (line.starts_with("-ERR"))
            throw std::runtime_error{"nats-server: " + std::string{line}};
        stream_.consume(end + line_end.size());
    }
}

void nats_connection::drop() { stream_.consume(peeked_); }

unsigned short port_from(std::filesystem::path const& dir) {
    constexpr std::string_view before = "nats://127.0.0.1:";
    std::size_t port = 0;
    eventually("port of nats-server", [&] {
        for (auto const& file : std::filesystem::directory_iterator{dir}) {
            if (file.path().extension() != ".ports") continue;
            std::ifstream stream{file.path()};
            const std::string text{std::istreambuf_iterator<char>{stream}, {}};
            const auto at = text.find(before);
            if (at == text.npos) return false;
            const auto digits = text.substr(at + before.size());
            port = number(digits.substr(0, digits.find_first_not_of("0123456789")));
            return true;
        }
        return false;
    });
    return static_cast<unsigned short>(port);
}

}  // namespace fairlead::bench::nats
