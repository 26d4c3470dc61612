// SPDX-License-Identifier: MIT
//
// child_output — reads both streams until the program has ended.
#include "cli/launch/child_output.hpp"

#include "cli/exit_code.hpp"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace fairlead::cli {
namespace {

using clock = std::chrono::steady_clock;

class stream {
public:
    stream(std::string& to, std::size_t text_max) : to_{to}, text_max_{text_max} {
        int ends[2];
        if (::pipe2(ends, O_CLOEXEC) != 0)
            throw command_failed{exit_code::failure, "run", std::strerror(errno)};
        read_end_.reset(ends[0]);
        write_end_.reset(ends[1]);
        ::fcntl(read_end_.get(), F_SETFL, O_NONBLOCK);
    }
    int write_end() const noexcept { return write_end_.get(); }
    int read_end() const noexcept { return read_end_.get(); }
    void close_write_end() { write_end_.reset(); }

    /// What is there now. False: it is more than there may be, and the rest is dropped.
    bool take() {
        std::array<char, 4'096> chunk;
        for (ssize_t got; (got = ::read(read_end_.get(), chunk.data(), chunk.size())) > 0;) {
            const auto fits = std::min(static_cast<std::size_t>(got), text_max_ - to_.size());
            to_.append(chunk.data(), fits);
            complete_ &= fits == static_cast<std::size_t>(got);
        }
        return complete_;
    }

private:
    std::string& to_;
    std::size_t text_max_;
    bool complete_ = true;
    unique_fd read_end_, write_end_;
};

}  // namespace

child_output output_of(std::filesystem::path const& program, std::vector<std::string> args,
                       std::chrono::milliseconds patience) {
    return output_of({.program = program, .args = std::move(args)}, patience);
}

child_output output_of(child_process::spec what, std::chrono::milliseconds patience,
                       std::size_t text_max) {
    child_output all;
    stream out{all.out, text_max}, err{all.err, text_max};
    what.output = out.write_end();
    what.errors = err.write_end();
    auto child = child_process::start(what);
    out.close_write_end();
    err.close_write_end();
    const auto until = clock::now() + patience;
    pollfd waits[] = {
        {child.pidfd(), POLLIN, 0}, {out.read_end(), POLLIN, 0}, {err.read_end(), POLLIN, 0}};
    // Its own end is what counts: grandchildren may keep the streams open.
    for (bool over = false; !over;) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - clock::now());
        ::poll(waits, 3, static_cast<int>(std::max<std::int64_t>(left.count(), 0)));
        over = child.ended().has_value() || left.count() <= 0;
        all.cut = !out.take() | !err.take();
        for (auto& one : waits)
            if ((one.revents & POLLHUP) != 0) one.fd = -1;  // Or it would be ready for ever.
    }
    all.code = child.ended().value_or(-1);
    return all;
}

}  // namespace fairlead::cli
