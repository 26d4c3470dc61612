// SPDX-License-Identifier: MIT
//
// child — fork, exec, poll, wait.
#include "benchmarks/runner/child.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <fstream>
#include <system_error>

namespace fairlead::bench {
namespace {

volatile std::sig_atomic_t signalled = 0;

/// In a new process: it ends with us, and hears signals as if we had never touched them.
void begin_child(pid_t parent) {
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (::getppid() != parent) ::_exit(127);
    for (const int number : {SIGINT, SIGTERM}) std::signal(number, SIG_DFL);
    ::setpgid(0, 0);  // Ctrl-C is for us to handle.
}

std::string how_it_ended(int status) {
    return WIFSIGNALED(status) ? "was ended by signal " + std::to_string(WTERMSIG(status))
                               : "ended with code " + std::to_string(WEXITSTATUS(status));
}

}  // namespace

void interrupt_by_signals() {
    struct sigaction action {};
    action.sa_handler = [](int) { signalled = 1; };  // No SA_RESTART: poll() shall end.
    for (const int number : {SIGINT, SIGTERM}) ::sigaction(number, &action, nullptr);
}

void throw_if_interrupted() {
    if (signalled != 0) throw interrupted{"interrupted"};
}

child::child(std::filesystem::path const& program, std::vector<std::string> const& arguments,
             std::filesystem::path const& log)
    : name_{program.filename().string()}, log_{log} {
    std::vector<char*> list{const_cast<char*>(program.c_str())};
    for (auto const& argument : arguments) {
        if (!argument.starts_with("--") && list.size() == 1) name_ += ' ' + argument;
        list.push_back(const_cast<char*>(argument.c_str()));
    }
    list.push_back(nullptr);
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0)
        throw std::system_error{errno, std::generic_category(), "pipe"};
    unique_fd write_end{ends[1]};
    out_.reset(ends[0]);
    const auto parent = ::getpid();
    pid_ = ::fork();
    if (pid_ < 0) throw std::system_error{errno, std::generic_category(), "fork"};
    if (pid_ == 0) {
        begin_child(parent);
        const int errors = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
        const int nothing = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
        ::dup2(nothing, STDIN_FILENO);
        ::dup2(write_end.get(), STDOUT_FILENO);
        ::dup2(errors, STDERR_FILENO);
        ::execv(program.c_str(), list.data());
        ::_exit(127);
    }
}

child::child(child&& other) noexcept
    : name_{std::move(other.name_)}, log_{std::move(other.log_)},
      pid_{std::exchange(other.pid_, -1)}, out_{std::move(other.out_)},
      text_{std::move(other.text_)}, status_{other.status_}, cpu_{other.cpu_} {}

child::~child() {
    if (pid_ < 0 || has_ended(WNOHANG)) return;
    ::kill(pid_, SIGTERM);
    for (const auto until = now() + 10 * second; now() < until;) {
        if (has_ended(WNOHANG)) return;
        sleep_until(now() + millisecond);
    }
    ::kill(-pid_, SIGKILL);
    has_ended(0);
}

bool child::has_ended(int options) {
    if (status_) return true;
    int status = 0;
    rusage used{};
    while (true) {
        const auto ended = ::wait4(pid_, &status, options, &used);
        if (ended == pid_) break;
        if (ended == 0 || errno != EINTR) return false;
    }
    status_ = status;
    const auto in_nanoseconds = [](timeval const& time) {
        return time.tv_sec * second + time.tv_usec * 1000;
    };
    cpu_ = in_nanoseconds(used.ru_utime) + in_nanoseconds(used.ru_stime);
    return true;
}

bool child::fill(nanoseconds until) {
    const auto left = std::max<nanoseconds>(until - now(), 0);
    pollfd pipe{out_.get(), POLLIN, 0};
    const auto ready = ::poll(&pipe, 1, static_cast<int>(left / millisecond) + 1);
    throw_if_interrupted();
    if (ready == 0) throw child_failed{name_ + " takes too long" + last_words()};
    if (ready < 0) return true;
    std::array<char, 16384> chunk;
    const auto got = ::read(out_.get(), chunk.data(), chunk.size());
    if (got <= 0) return false;
    text_.append(chunk.data(), static_cast<std::size_t>(got));
    return true;
}

std::string child::read_line(nanoseconds patience) {
    const auto until = now() + patience;
    while (text_.find('\n') == text_.npos) {
        if (fill(until)) continue;
        has_ended(0);
        throw child_failed{name_ + ' ' + how_it_ended(*status_) + last_words()};
    }
    const auto end = text_.find('\n');
    auto line = text_.substr(0, end);
    text_.erase(0, end + 1);
    return line;
}

std::string child::read_all(nanoseconds patience) {
    const auto until = now() + patience;
    while (fill(until)) {}
    while (!has_ended(WNOHANG)) {
        if (now() > until) throw child_failed{name_ + " does not end" + last_words()};
        sleep_until(now() + millisecond);
    }
    if (*status_ != 0) throw child_failed{name_ + ' ' + how_it_ended(*status_) + last_words()};
    return std::move(text_);
}

std::string child::last_words() const {
    // Libraries go on talking after the program has said what was wrong: "peer_x client: …".
    std::ifstream log{log_};
    std::string last, own;
    for (std::string line; std::getline(log, line);) {
        if (line.starts_with(name_ + ": ")) own = line.substr(name_.size() + 2);
        if (!line.empty()) last = line;
    }
    return own.empty() && last.empty() ? std::string{} : ": " + (own.empty() ? last : own);
}

hogs::hogs(unsigned count) {
    const auto parent = ::getpid();
    for (unsigned i = 0; i < count; ++i) {
        const auto pid = ::fork();
        if (pid == 0) {
            begin_child(parent);
            ::prctl(PR_SET_PDEATHSIG, SIGKILL);
            volatile unsigned burnt = 0;
            while (true) burnt = burnt + 1;
        }
        if (pid > 0) pids_.push_back(pid);
    }
}

hogs::~hogs() {
    for (const auto pid : pids_) {
        ::kill(pid, SIGKILL);
        ::waitpid(pid, nullptr, 0);
    }
}

}  // namespace fairlead::bench
