// SPDX-License-Identifier: MIT
//
// child_process — a program that we started: it gets SIGTERM when we die, and is ended by our
// destructor.
#pragma once

#include <fairlead/vocabulary/unique_fd.hpp>

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace fairlead::cli {

class child_process {
public:
    struct spec {
        std::filesystem::path program;
        std::vector<std::string> args;
        std::vector<std::pair<std::string, std::string>> environment;  ///< Added to ours.
        std::filesystem::path directory;  ///< Where it runs; empty: where we are.
        std::vector<int> inherited;       ///< Descriptors that stay open under their numbers.
        int input = -1;                   ///< What its stdin is; -1: ours.
        int output = -1, errors = -1;     ///< What its stdout and stderr are; -1: ours.
        bool own_group = false;  ///< Ctrl-C in a terminal reaches us alone; we pass the word on.
        /// It may start others that start others, as npm does: fairlead-guardian stands between us
        /// and it, and nobody of them outlives it or us. Has a group of its own.
        bool guarded = false;
        /// Of a guarded one: should we die it gets SIGTERM, and is killed so long after.
        std::chrono::milliseconds goodbye{0};
    };

    /// Throws command_failed.
    static child_process start(spec const& what);
    child_process(child_process&&) noexcept = default;
    ~child_process();

    /// The program's own, also behind a guardian.
    pid_t pid() const noexcept { return group_ != 0 ? group_ : pid_; }
    int pidfd() const noexcept { return pidfd_.get(); }  ///< Readable once it has ended.

    /// Its exit code, 128 + the signal that ended it; nothing while it runs.
    std::optional<int> ended();
    /// False: it has not ended when `patience` is over.
    bool wait(std::chrono::milliseconds patience);
    void signal(int number) noexcept;  ///< To its whole group, if it is guarded.
    /// SIGTERM, then SIGKILL when `patience` is over. Its exit code.
    int stop(std::chrono::milliseconds patience);

private:
    child_process(pid_t pid, pid_t group, unique_fd pidfd) noexcept
        : pid_{pid}, group_{group}, pidfd_{std::move(pidfd)} {}

    pid_t pid_;    // Our child: the program, or its guardian.
    pid_t group_;  // Of the program behind a guardian; 0: there is none.
    unique_fd pidfd_;
    std::optional<int> code_;
};

}  // namespace fairlead::cli
