// SPDX-License-Identifier: MIT
//
// broker_process — the real fairlead-broker of this build, in a runtime folder of its own.
#pragma once

#include "tests/support/child.hpp"
#include "tests/support/scripted_peer.hpp"
#include "tests/support/temporary_directory.hpp"

#include <fairlead/vocabulary/unique_fd.hpp>

#include <csignal>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

namespace fairlead::tests {

struct broker_settings {
    std::string app = "test-app";
    /// The value of "fairlead" in wails.json.
    std::string fairlead_json = "{}";
    std::vector<std::string> more_options;
    unsigned descriptors_max = 0;  ///< Hard limit of the process; 0: as it is.
    std::string host_token = "0123456789abcdef0123456789abcdef";
};

/// How a process ended.
struct process_status {
    bool exited = false;
    int exit_code = -1;
    int signal = 0;
};

class broker_process {
public:
    /// Started, but perhaps not yet listening. Two in the same folder are two brokers of one app.
    explicit broker_process(temporary_directory const& folder, broker_settings settings = {});
    /// Killed if it still runs.
    ~broker_process();
    broker_process(broker_process const&) = delete;
    broker_process& operator=(broker_process const&) = delete;

    /// Until it says that it listens. Throws, with its log, when it ends instead.
    broker_process& wait_until_ready();

    std::filesystem::path runtime_dir() const { return folder_ / "run"; }
    std::filesystem::path app_dir() const { return folder_ / "app"; }
    std::filesystem::path socket() const;
    std::string const& host_token() const noexcept { return settings_.host_token; }
    pid_t pid() const noexcept { return pid_; }

    scripted_peer attach(wire::peer_role role, std::string name) const;
    scripted_peer tool(std::string name = "tool") const;
    scripted_peer plugin(std::string name) const;
    scripted_peer host(std::string name = "host") const;

    void signal(int number) const;
    process_status wait_for_end(std::chrono::milliseconds within = patience());
    process_status stop() {
        signal(SIGTERM);
        return wait_for_end();
    }

    /// Everything it wrote to stderr so far.
    std::string log() const;
    /// Until its log contains that text; throws with the log when it does not come.
    void wait_for_log(std::string const& text) const;

private:
    [[noreturn]] void exec(int ready_fd, int token_fd, int log_fd) const;

    broker_settings settings_;
    std::filesystem::path folder_;
    std::filesystem::path log_file_;
    pid_t pid_ = -1;
    unique_fd pidfd_;
    unique_fd ready_;
    std::optional<process_status> status_;
};

}  // namespace fairlead::tests
