// SPDX-License-Identifier: MIT
//
// secret — getrandom(2) and a pipe.
#include "cli/launch/secret.hpp"

#include "cli/exit_code.hpp"

#include <fcntl.h>
#include <sys/random.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace fairlead::cli {

std::string make_token() {
    std::array<unsigned char, 16> bytes{};
    if (::getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size()))
        throw command_failed{exit_code::failure, "run", "the kernel gives no random bytes"};
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (const auto byte : bytes) {
        text += digits[byte >> 4];
        text += digits[byte & 15];
    }
    return text;
}

unique_fd pipe_holding(std::string const& text) {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0)
        throw command_failed{exit_code::failure, "run", std::strerror(errno)};
    unique_fd read_end{ends[0]};
    const unique_fd write_end{ends[1]};
    // Far below a pipe's capacity: it cannot block.
    if (::write(write_end.get(), text.data(), text.size()) != static_cast<ssize_t>(text.size()))
        throw command_failed{exit_code::failure, "run", std::strerror(errno)};
    return read_end;
}

}  // namespace fairlead::cli
