// SPDX-License-Identifier: MIT
//
// heard_child — its end is the pidfd's word, not the pipe's: others may hold that open.
#include "cli/dev/heard_child.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <system_error>

namespace fairlead::cli::dev {
namespace {

constexpr std::chrono::seconds end_patience{3};

}  // namespace

output_pipe::output_pipe() {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0)
        throw std::system_error{errno, std::generic_category(), "pipe"};
    read.reset(ends[0]);
    write.reset(ends[1]);
    ::fcntl(read.get(), F_SETFL, O_NONBLOCK);
}

heard_child::heard_child(poll_loop& loop, child_process::spec what, hooks use)
    : loop_{loop}, hooks_{std::move(use)} {
    output_pipe output, input;
    ::fcntl(input.read.get(), F_SETFL, 0);
    what.input = input.read.get();
    what.output = what.errors = output.write.get();
    child_.emplace(child_process::start(what));
    output_ = std::move(output.read);
    input_ = std::move(input.write);
    listen();
}

heard_child::heard_child(poll_loop& loop, child_process started, unique_fd output, hooks use)
    : loop_{loop}, hooks_{std::move(use)}, output_{std::move(output)}, child_{std::move(started)} {
    listen();
}

void heard_child::listen() {
    loop_.watch(child_->pidfd(), [this] { on_pidfd(); });
    loop_.watch(output_.get(), [this] {
        if (!read_output()) loop_.forget(output_.get());
    });
}

heard_child::~heard_child() {
    if (!child_) return;
    loop_.forget(child_->pidfd());
    loop_.forget(output_.get());
    child_->stop(end_patience);
    read_output();
    lines_.finish(hooks_.on_line);
}

/// False: nobody holds the other end.
bool heard_child::read_output() {
    std::array<char, 16 << 10> chunk;
    // Bounded: who writes without end does not keep the others waiting.
    for (int i = 0; i < 16; ++i) {
        const auto got = ::read(output_.get(), chunk.data(), chunk.size());
        if (got == 0) return false;
        if (got < 0) return errno == EAGAIN || errno == EINTR;
        lines_.take({chunk.data(), static_cast<std::size_t>(got)}, hooks_.on_line);
    }
    return true;
}

void heard_child::on_pidfd() {
    const auto code = child_->ended();
    if (!code) return;
    loop_.forget(child_->pidfd());
    loop_.forget(output_.get());
    read_output();
    lines_.finish(hooks_.on_line);
    child_.reset();
    const auto on_end = std::move(hooks_.on_end);  // We may not survive it.
    on_end(*code);
}

}  // namespace fairlead::cli::dev
