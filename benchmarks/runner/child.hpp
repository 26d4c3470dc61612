// SPDX-License-Identifier: MIT
//
// child — a program that we started: its lines, its end, and nothing left of it afterwards.
#pragma once

#include "benchmarks/support/clock.hpp"

#include <fairlead/vocabulary/unique_fd.hpp>

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace fairlead::bench {

struct child_failed : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Ctrl-C: every wait for a child ends with it, so that all is taken down in order.
struct interrupted : std::runtime_error {
    using std::runtime_error::runtime_error;
};
void interrupt_by_signals();
void throw_if_interrupted();

class child {
public:
    /// What it writes to stderr goes to the end of `log`.
    child(std::filesystem::path const& program, std::vector<std::string> const& arguments,
          std::filesystem::path const& log);
    child(child&& other) noexcept;
    child& operator=(child&&) = delete;
    ~child();  ///< SIGTERM, and SIGKILL when that is not enough within ten seconds.

    pid_t pid() const noexcept { return pid_; }

    /// The next line of its stdout. Throws child_failed when it ends before, or takes too long.
    std::string read_line(nanoseconds patience);
    /// All that is left of its stdout, then its end. Throws unless it ends well in time.
    std::string read_all(nanoseconds patience);
    /// CPU time of it and all its children, once it ended.
    nanoseconds cpu() const noexcept { return cpu_; }

private:
    bool fill(nanoseconds until);
    bool has_ended(int options);
    std::string last_words() const;

    std::string name_;
    std::filesystem::path log_;
    pid_t pid_ = -1;
    unique_fd out_;
    std::string text_;
    std::optional<int> status_;
    nanoseconds cpu_ = 0;
};

/// CPU hogs, as many as wanted, as long as it lives.
class hogs {
public:
    explicit hogs(unsigned count);
    ~hogs();
    hogs(hogs const&) = delete;
    hogs& operator=(hogs const&) = delete;

private:
    std::vector<pid_t> pids_;
};

}  // namespace fairlead::bench
