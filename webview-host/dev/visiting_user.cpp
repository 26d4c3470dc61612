// SPDX-License-Identifier: MIT
//
// visiting_user — the kernel's table has the visitor's socket, its ends the other way round.
#include "webview-host/dev/visiting_user.hpp"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>
#include <span>

namespace fairlead::host {
namespace {

constexpr uid_t root = 0;
constexpr int looks_max = 3;  // A table that changes while it is read may lack a line.

std::string hex(unsigned long value, int digits) {
    std::array<char, 17> text{};
    std::snprintf(text.data(), text.size(), "%0*lX", digits, value);
    return text.data();
}

/// Words as they lie in memory, whatever the machine's order.
std::string words(std::span<const std::uint32_t> address, in_port_t port) {
    std::string text;
    for (const auto word : address) text += hex(word, 8);
    return text + ':' + hex(ntohs(port), 4);
}

std::string_view next_field(std::string_view& line) {
    line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
    const auto field = line.substr(0, line.find(' '));
    line.remove_prefix(field.size());
    return field;
}

std::string text_of(char const* file) {
    std::ifstream in{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

/// An IPv4 end, as a socket of IPv6 has it that is connected to it.
std::string mapped(std::string const& address) {
    constexpr std::array<unsigned char, 4> bytes{0, 0, 0xff, 0xff};
    std::uint32_t word = 0;
    std::memcpy(&word, bytes.data(), bytes.size());
    return "0000000000000000" + hex(word, 8) + address;
}

}  // namespace

std::string table_address(sockaddr_storage const& address) {
    if (address.ss_family == AF_INET) {
        sockaddr_in v4{};
        std::memcpy(&v4, &address, sizeof v4);
        return words(std::array<std::uint32_t, 1>{v4.sin_addr.s_addr}, v4.sin_port);
    }
    if (address.ss_family == AF_INET6) {
        sockaddr_in6 v6{};
        std::memcpy(&v6, &address, sizeof v6);
        std::array<std::uint32_t, 4> parts{};
        std::memcpy(parts.data(), &v6.sin6_addr, sizeof parts);
        return words(parts, v6.sin6_port);
    }
    return {};
}

std::optional<uid_t> owner_in(std::string_view table, std::string_view own,
                              std::string_view other) {
    // sl local_address rem_address st tx_queue:rx_queue tr:tm->when retrnsmt uid …
    while (!table.empty()) {
        auto line = table.substr(0, table.find('\n'));
        table.remove_prefix(std::min(line.size() + 1, table.size()));
        next_field(line);
        if (next_field(line) != own || next_field(line) != other) continue;
        const bool is_established = next_field(line) == "01";
        for (int skipped = 0; skipped < 3; ++skipped) next_field(line);
        const auto field = next_field(line);
        uid_t user = 0;
        const auto [end, failed] = std::from_chars(field.data(), field.data() + field.size(), user);
        if (failed == std::errc{} && !field.empty() && (is_established || user != root))
            return user;
    }
    return std::nullopt;
}

std::optional<uid_t> visiting_user(int socket) {
    sockaddr_storage ours{}, theirs{};
    socklen_t ours_bytes = sizeof ours, theirs_bytes = sizeof theirs;
    if (::getsockname(socket, reinterpret_cast<sockaddr*>(&ours), &ours_bytes) != 0 ||
        ::getpeername(socket, reinterpret_cast<sockaddr*>(&theirs), &theirs_bytes) != 0)
        return std::nullopt;
    const auto own = table_address(theirs), other = table_address(ours);
    if (own.empty()) return std::nullopt;
    for (int look = 0; look < looks_max; ++look) {
        if (ours.ss_family == AF_INET)
            if (const auto user = owner_in(text_of("/proc/net/tcp"), own, other)) return user;
        const auto v6 = text_of("/proc/net/tcp6");
        if (ours.ss_family == AF_INET6) {
            if (const auto user = owner_in(v6, own, other)) return user;
        } else if (const auto user = owner_in(v6, mapped(own), mapped(other))) {
            return user;
        }
    }
    return std::nullopt;
}

bool has_user_table() { return !text_of("/proc/net/tcp").empty(); }

bool is_own_user(uid_t user) noexcept { return user == root || user == ::geteuid(); }

}  // namespace fairlead::host
