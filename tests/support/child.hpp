// SPDX-License-Identifier: MIT
//
// child — a program under test with pipes on its three streams; every wait has a deadline, and the
// destructor leaves nothing running.
#pragma once

#include <fairlead/vocabulary/unique_fd.hpp>

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace fairlead::tests {

/// Sanitizers and busy machines are slow; a test that passes never waits this long.
std::chrono::milliseconds patience();

class child {
public:
    struct spec {
        std::filesystem::path program;
        std::vector<std::string> args;
        std::map<std::string, std::string> environment;  ///< On top of ours.
    };
    explicit child(spec const& what);
    ~child();
    child(child const&) = delete;
    child& operator=(child const&) = delete;

    pid_t pid() const noexcept { return pid_; }

    void write_line(std::string const& line);
    void close_input() { in_.reset(); }

    /// The next line of its stdout; throws when none comes in time.
    std::string read_line();
    /// The next line that contains `part`; those before it are dropped.
    std::string read_line_with(std::string const& part);
    /// All that is left of stdout until it closes it.
    std::string read_all();
    /// What it wrote to stderr so far.
    std::string errors();

    void signal(int number);
    /// Exit code or 128 + signal; throws when it does not end in time.
    int wait();

private:
    bool fill(std::chrono::steady_clock::time_point until);

    pid_t pid_ = -1;
    unique_fd in_, out_, err_;
    std::string out_text_, err_text_;
    std::optional<int> code_;
};

/// Waits until `condition` holds. Throws, naming `what`, when it does not in time.
template <class Condition>
void eventually(std::string const& what, Condition condition);

[[noreturn]] void give_up(std::string const& what);
void pause_between_looks();

template <class Condition>
void eventually(std::string const& what, Condition condition) {
    const auto until = std::chrono::steady_clock::now() + patience();
    while (!condition()) {
        if (std::chrono::steady_clock::now() > until) give_up(what);
        pause_between_looks();
    }
}

}  // namespace fairlead::tests
