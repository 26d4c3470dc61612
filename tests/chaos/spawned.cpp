// SPDX-License-Identifier: MIT
//
// spawned — fork, exec, wait.
#include "tests/chaos/spawned.hpp"

#include "tests/support/child.hpp"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <stdexcept>

namespace fairlead::chaos {

spawned::spawned(spec const& what) {
    // All that needs memory comes before the fork: this process has threads.
    std::vector<std::string> args{what.program.native()};
    args.insert(args.end(), what.args.begin(), what.args.end());
    std::map<std::string, std::string> environment;
    for (auto** one = environ; *one != nullptr; ++one) {
        const std::string line{*one};
        const auto equals = line.find('=');
        environment[line.substr(0, equals)] = line.substr(equals + 1);
    }
    for (auto const& [name, value] : what.environment) environment[name] = value;
    std::vector<std::string> lines;
    for (auto const& [name, value] : environment) lines.push_back(name + '=' + value);
    std::vector<char*> argv, envp;
    for (auto& one : args) argv.push_back(one.data());
    for (auto& one : lines) envp.push_back(one.data());
    argv.push_back(nullptr);
    envp.push_back(nullptr);

    pid_ = ::fork();
    if (pid_ < 0) throw std::runtime_error{"fork failed"};
    if (pid_ == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        ::setsid();
        const int in = ::open("/dev/null", O_RDONLY);
        const int out = ::open(what.output.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
        ::dup2(in, 0);
        ::dup2(out, 1);
        ::dup2(out, 2);
        ::close(in);
        ::close(out);
        ::execve(argv[0], argv.data(), envp.data());
        ::_exit(127);
    }
}

spawned::~spawned() {
    if (has_ended()) return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
}

void spawned::signal(int number) const {
    if (!code_) ::kill(pid_, number);
}

bool spawned::has_ended() {
    int status = 0;
    if (!code_ && ::waitpid(pid_, &status, WNOHANG) == pid_)
        code_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return code_.has_value();
}

bool spawned::wait(std::chrono::milliseconds patience) {
    const auto until = std::chrono::steady_clock::now() + patience;
    while (!has_ended()) {
        if (std::chrono::steady_clock::now() > until) return false;
        tests::pause_between_looks();
    }
    return true;
}

}  // namespace fairlead::chaos
