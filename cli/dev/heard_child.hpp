// SPDX-License-Identifier: MIT
//
// heard_child — a program whose lines and whose end the loop hears.
#pragma once

#include "cli/dev/poll_loop.hpp"
#include "cli/dev/text_lines.hpp"
#include "cli/launch/child_process.hpp"

#include <csignal>
#include <functional>
#include <optional>
#include <string>

namespace fairlead::cli::dev {

class heard_child {
public:
    struct hooks {
        std::function<void(std::string line)> on_line;
        /// After its last line. It may destroy us.
        std::function<void(int code)> on_end;
    };

    /// Throws command_failed. Of `what`, stdin and both outputs are ours: it reads from a pipe into
    /// which nobody writes, and that ends with us.
    heard_child(poll_loop& loop, child_process::spec what, hooks use);
    /// Asked to end, and made to: at most some seconds.
    ~heard_child();
    heard_child(heard_child const&) = delete;
    heard_child& operator=(heard_child const&) = delete;

    pid_t pid() const noexcept { return child_->pid(); }
    void ask_to_end() noexcept { child_->signal(SIGTERM); }

    /// One whose end is heard and that somebody else has started, with outputs of his own.
    heard_child(poll_loop& loop, child_process started, unique_fd output, hooks use);

private:
    void listen();
    bool read_output();
    void on_pidfd();

    poll_loop& loop_;
    hooks hooks_;
    unique_fd output_;
    unique_fd input_;
    text_lines lines_;
    std::optional<child_process> child_;
};

/// What a child writes to, and where it is read without waiting.
struct output_pipe {
    output_pipe();
    unique_fd read, write;
};

}  // namespace fairlead::cli::dev
