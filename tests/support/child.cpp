// SPDX-License-Identifier: MIT
//
// child — fork, exec, poll.
#include "tests/support/child.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <stdexcept>
#include <thread>

namespace fairlead::tests {
namespace {

using clock = std::chrono::steady_clock;

struct pipe_ends {
    unique_fd read, write;
    pipe_ends() {
        int ends[2];
        if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error{"pipe2 failed"};
        read.reset(ends[0]);
        write.reset(ends[1]);
    }
};

}  // namespace

std::chrono::milliseconds patience() {
#ifdef FAIRLEAD_SANITIZED
    return std::chrono::seconds{60};
#else
    return std::chrono::seconds{20};
#endif
}

void give_up(std::string const& what) { throw std::runtime_error{"waited in vain: " + what}; }

void pause_between_looks() { std::this_thread::sleep_for(std::chrono::milliseconds{2}); }

child::child(spec const& what) {
    pipe_ends in, out, err;
    std::vector<std::string> args{what.program.native()};
    args.insert(args.end(), what.args.begin(), what.args.end());
    std::vector<char*> argv;
    for (auto& arg : args) argv.push_back(arg.data());
    argv.push_back(nullptr);

    pid_ = ::fork();
    if (pid_ < 0) throw std::runtime_error{"fork failed"};
    if (pid_ == 0) {
        // A test that dies must not leave programs behind. (Single-threaded: setenv is safe here.)
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        ::dup2(in.read.get(), 0);
        ::dup2(out.write.get(), 1);
        ::dup2(err.write.get(), 2);
        for (auto const& [name, value] : what.environment) ::setenv(name.c_str(), value.c_str(), 1);
        ::execv(argv[0], argv.data());
        ::_exit(127);
    }
    in_ = std::move(in.write);
    out_ = std::move(out.read);
    err_ = std::move(err.read);
    std::signal(SIGPIPE, SIG_IGN);
    for (const int fd : {out_.get(), err_.get()}) ::fcntl(fd, F_SETFL, O_NONBLOCK);
}

child::~child() {
    if (code_) return;
    ::kill(pid_, SIGTERM);
    try {
        wait();
    } catch (std::exception const&) {
        ::kill(pid_, SIGKILL);
        ::waitpid(pid_, nullptr, 0);
    }
}

void child::write_line(std::string const& line) {
    const auto text = line + '\n';
    std::size_t done = 0;
    while (done < text.size()) {
        const auto sent = ::write(in_.get(), text.data() + done, text.size() - done);
        if (sent < 0) throw std::runtime_error{"the program closed its input"};
        done += static_cast<std::size_t>(sent);
    }
}

bool child::fill(clock::time_point until) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - clock::now());
    pollfd waits[] = {{out_.get(), POLLIN, 0}, {err_.get(), POLLIN, 0}};
    const auto timeout = std::max<std::int64_t>(left.count(), 0);
    ::poll(waits, 2, static_cast<int>(timeout));
    bool open = false;
    for (auto [fd, text] : {std::pair{&out_, &out_text_}, std::pair{&err_, &err_text_}}) {
        char bytes[65536];
        ssize_t got;
        while (*fd && (got = ::read(fd->get(), bytes, sizeof bytes)) > 0)
            text->append(bytes, static_cast<std::size_t>(got));
        if (*fd && got == 0) fd->reset();
    }
    open = static_cast<bool>(out_);
    return open;
}

std::string child::read_line() {
    const auto until = clock::now() + patience();
    for (;;) {
        if (const auto end = out_text_.find('\n'); end != std::string::npos) {
            auto line = out_text_.substr(0, end);
            out_text_.erase(0, end + 1);
            return line;
        }
        const bool open = fill(until);
        if (!open && out_text_.find('\n') == std::string::npos)
            throw std::runtime_error{"no line came: stdout is closed; stderr: " + err_text_};
        if (clock::now() > until) throw std::runtime_error{"no line came; stderr: " + err_text_};
    }
}

std::string child::read_line_with(std::string const& part) {
    for (;;)
        if (auto line = read_line(); line.find(part) != std::string::npos) return line;
}

std::string child::read_all() {
    const auto until = clock::now() + patience();
    while (out_ && fill(until))  // Read to its end before, it says no more.
        if (clock::now() > until)
            throw std::runtime_error{"stdout stays open; stderr: " + err_text_};
    return std::exchange(out_text_, {});
}

std::string child::errors() {
    fill(clock::now());
    return err_text_;
}

void child::signal(int number) {
    if (!code_) ::kill(pid_, number);
}

int child::wait() {
    const auto until = clock::now() + patience();
    while (!code_) {
        fill(clock::now());  // A full pipe must not be what keeps it alive.
        int status = 0;
        if (::waitpid(pid_, &status, WNOHANG) == pid_) {
            fill(clock::now());
            code_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
            break;
        }
        if (clock::now() > until) throw std::runtime_error{"it does not end; stderr: " + err_text_};
        pause_between_looks();
    }
    return *code_;
}

}  // namespace fairlead::tests
