// SPDX-License-Identifier: MIT
//
// broker_process — fork, exec, pidfd.
#include "tests/support/broker_process.hpp"
#include "tests/support/paths.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace fairlead::tests {
namespace {

struct pipe_ends {
    unique_fd read;
    unique_fd write;
};

pipe_ends make_pipe() {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error{"pipe2"};
    return {unique_fd{ends[0]}, unique_fd{ends[1]}};
}

bool wait_readable(int fd, std::chrono::milliseconds within) {
    pollfd readable{fd, POLLIN, 0};
    return ::poll(&readable, 1, static_cast<int>(within.count())) > 0;
}

}  // namespace

broker_process::broker_process(temporary_directory const& folder, broker_settings settings)
    : settings_{std::move(settings)}, folder_{folder.path()}, log_file_{folder_ / "broker.log"} {
    std::filesystem::create_directories(runtime_dir());
    std::filesystem::permissions(runtime_dir(), std::filesystem::perms::owner_all);
    folder.write("app/wails.json", "{\"name\":\"" + settings_.app +
                                       "\",\"fairlead\":" + settings_.fairlead_json + "}");
    const unique_fd log{::open(log_file_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600)};
    auto ready = make_pipe(), token = make_pipe();
    const auto bytes = static_cast<ssize_t>(settings_.host_token.size());
    if (!log || ::write(token.write.get(), settings_.host_token.data(),
                        settings_.host_token.size()) != bytes)
        throw std::runtime_error{"broker_process: no log or no token"};
    token.write.reset();
    pid_ = ::fork();
    if (pid_ < 0) throw std::runtime_error{"fork"};
    if (pid_ == 0) exec(ready.write.get(), token.read.get(), log.get());
    pidfd_.reset(static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0)));
    ready_ = std::move(ready.read);
}

void broker_process::exec(int ready_fd, int token_fd, int log_fd) const {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // A test that is killed leaves no broker.
    ::dup2(log_fd, STDERR_FILENO);
    if (settings_.descriptors_max != 0) {
        const rlimit limit{settings_.descriptors_max, settings_.descriptors_max};
        ::setrlimit(RLIMIT_NOFILE, &limit);
    }
    ::fcntl(ready_fd, F_SETFD, 0);
    ::fcntl(token_fd, F_SETFD, 0);
    ::setenv("XDG_RUNTIME_DIR", runtime_dir().c_str(), 1);
    ::setenv("XDG_STATE_HOME", (folder_ / "state").c_str(), 1);
    std::vector<std::string> words{program("fairlead-broker"),
                                   "--app",
                                   settings_.app,
                                   "--app-dir",
                                   app_dir().string(),
                                   "--ready-fd",
                                   std::to_string(ready_fd),
                                   "--host-token-fd",
                                   std::to_string(token_fd)};
    words.insert(words.end(), settings_.more_options.begin(), settings_.more_options.end());
    std::vector<char*> argv;
    for (auto& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    ::execv(argv[0], argv.data());
    ::_exit(127);
}

broker_process::~broker_process() {
    if (status_) return;
    ::kill(pid_, SIGKILL);
    while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {}
}

broker_process& broker_process::wait_until_ready() {
    char word[6];
    if (!wait_readable(ready_.get(), patience()) || ::read(ready_.get(), word, sizeof word) != 6)
        throw std::runtime_error{"the broker did not get ready:\n" + log()};
    return *this;
}

std::filesystem::path broker_process::socket() const {
    return runtime_dir() / "fairlead" / settings_.app / "broker.sock";
}

scripted_peer broker_process::attach(wire::peer_role role, std::string name) const {
    const auto token = role == wire::peer_role::host ? settings_.host_token : "";
    return {socket(), role, std::move(name), token};
}
scripted_peer broker_process::tool(std::string name) const {
    return attach(wire::peer_role::tool, std::move(name));
}
scripted_peer broker_process::plugin(std::string name) const {
    return attach(wire::peer_role::plugin, std::move(name));
}
scripted_peer broker_process::host(std::string name) const {
    return attach(wire::peer_role::host, std::move(name));
}

void broker_process::signal(int number) const { ::kill(pid_, number); }

process_status broker_process::wait_for_end(std::chrono::milliseconds within) {
    if (status_) return *status_;
    if (!wait_readable(pidfd_.get(), within))
        throw std::runtime_error{"the broker did not end:\n" + log()};
    int raw_status = 0;
    while (::waitpid(pid_, &raw_status, 0) < 0 && errno == EINTR) {}
    process_status status;
    status.exited = WIFEXITED(raw_status);
    if (status.exited) status.exit_code = WEXITSTATUS(raw_status);
    else status.signal = WTERMSIG(raw_status);
    status_ = status;
    return status;
}

std::string broker_process::log() const {
    std::ifstream file{log_file_, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

void broker_process::wait_for_log(std::string const& text) const {
    try {
        eventually("\"" + text + "\" in the broker's log",
                   [&] { return log().find(text) != std::string::npos; });
    } catch (std::exception const& error) {
        throw std::runtime_error{error.what() + std::string{"\nlog:\n"} + log()};
    }
}

}  // namespace fairlead::tests
