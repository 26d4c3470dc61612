// SPDX-License-Identifier: MIT
//
// plugin_process — one plugin and its guardian: spawned into a process group of its own with
// nothing inherited but what it needs, watched by the guardian's pidfd; all that it started is
// killed when it ends or we do (broker/guardian).
#pragma once

#include "broker/guardian/guardian_report.hpp"
#include "broker/loop/alarm.hpp"
#include "broker/loop/fd_watch.hpp"

#include <fairlead/vocabulary/result.hpp>
#include <fairlead/vocabulary/unique_fd.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <sys/types.h>

namespace fairlead::broker::supervision {

class confinement;

struct launch {
    std::filesystem::path program;
    std::vector<std::string> args;
    std::vector<std::pair<std::string, std::string>> env;  ///< On top of what is passed on.
    std::filesystem::path working_dir;
    std::string token;  ///< Given through a descriptor, never on the command line.
    std::filesystem::path guardian;
    std::vector<std::string> env_passed{};  ///< Of our environment, beside the usual.
    confinement const* confined = nullptr;  ///< Its limits and its sandbox.
};

struct process_end {
    int exit_code = 0;           ///< When it exited by itself.
    int signal = 0;              ///< When it was killed by one.
    int exec_error = 0;          ///< errno when the program could not be started at all.
    bool guardian_lost = false;  ///< Nobody knows how it ended, or what it left behind.
    bool dumped_core = false;
    int over_limit = 0;             ///< So many processes it had when its guardian ended it.
    std::uint32_t left_behind = 0;  ///< Processes that it had started, killed with it.
    std::uint64_t memory_peak_kib = 0;
    std::uint64_t cpu_ms = 0;
};

/// "exit code 3", "signal 9 (Killed)", "cannot be executed: …".
std::string describe(process_end const& end);

class plugin_process {
public:
    struct observer {
        virtual ~observer() = default;
        virtual void on_output(std::string_view bytes) = 0;
        /// It has used another guardian::busy_tick_ms of a processor.
        virtual void on_busy() = 0;
        /// All its output came before. The process object may be destroyed inside.
        virtual void on_end(process_end const& how) = 0;
    };

    static result<std::unique_ptr<plugin_process>> spawn(boost::asio::io_context& loop,
                                                         launch const& what, observer& who);
    plugin_process(plugin_process const&) = delete;
    plugin_process& operator=(plugin_process const&) = delete;
    /// Kills the group and reaps, if it still runs.
    ~plugin_process();

    pid_t pid() const noexcept { return pid_; }
    pid_t guardian_pid() const noexcept { return guardian_pid_; }
    void signal_group(int number) noexcept;
    void kill() noexcept;

private:
    struct pieces {
        pid_t guardian;
        pid_t plugin;
        unique_fd pidfd;
        unique_fd output;
        unique_fd exec_status;
        unique_fd report;
    };
    plugin_process(boost::asio::io_context& loop, observer& who, pieces parts);
    void watch_output();
    void on_output();
    void on_report();
    std::optional<guardian::guardian_report> read_report();
    void on_pidfd();
    process_end reap() noexcept;

    boost::asio::io_context& loop_;
    observer& observer_;
    pid_t guardian_pid_;
    pid_t pid_;
    unique_fd pidfd_;  // The guardian's.
    unique_fd output_;
    unique_fd exec_status_;                                 // Holds an errno if exec failed.
    unique_fd report_;                                      // Holds guardian_reports.
    std::optional<guardian::guardian_report> last_report_;  // That it has ended.
    bool reaped_ = false;
    fd_watch pidfd_watch_;
    fd_watch report_watch_;
    fd_watch output_watch_;
    alarm output_pause_;
    alarm::clock::time_point output_since_{};
    std::size_t output_taken_ = 0;  // Since then.
};

}  // namespace fairlead::broker::supervision
