// SPDX-License-Identifier: MIT
//
// plugin_instance — one process of a plugin, from its start to its end: its token, its session,
// what it wrote. A plugin has one, or two while a new build takes over.
#pragma once

#include "broker/config/plugin_config.hpp"
#include "broker/loop/alarm.hpp"
#include "broker/supervision/confinement.hpp"
#include "broker/supervision/pace.hpp"
#include "broker/supervision/plugin_log.hpp"
#include "broker/supervision/plugin_process.hpp"

#include <fairlead/vocabulary/ids.hpp>

#include <memory>
#include <string>
#include <vector>

namespace fairlead::broker::supervision {

struct supervisor_settings;

class plugin_instance final : private plugin_process::observer {
public:
    struct observer {
        virtual ~observer() = default;
        virtual void on_line(plugin_instance const& one, std::string_view line) = 0;
        /// The instance may be destroyed inside.
        virtual void on_end(plugin_instance& one, process_end const& how) = 0;
        /// How many frames that session has sent.
        virtual std::uint64_t heard_from(session_id who) const = 0;
        /// It is told to be throttled, or has been let go again.
        virtual void on_throttled(plugin_instance& one) = 0;
    };

    static result<std::unique_ptr<plugin_instance>> start(boost::asio::io_context& loop,
                                                          supervisor_settings const& settings,
                                                          config::plugin_config const& config,
                                                          std::filesystem::path const& program,
                                                          std::unique_ptr<confinement> confined,
                                                          observer& who);
    std::vector<std::string> const& in_force() const noexcept { return confined_->in_force(); }

    pid_t pid() const noexcept { return process_ ? process_->pid() : 0; }
    pid_t guardian_pid() const noexcept { return process_ ? process_->guardian_pid() : 0; }
    std::chrono::steady_clock::time_point started_at() const noexcept { return started_at_; }
    std::deque<std::string> const& last_lines() const noexcept { return log_.last_lines(); }

    bool token_fits(std::string_view token) const noexcept {
        return !token_.empty() && token == token_;
    }
    /// Its session exists: the token has served.
    void attach(session_id session) noexcept;
    /// `unanswered`: the methods of calls that it still owed.
    void detach(std::vector<std::string> unanswered) noexcept {
        session_ = {};
        unanswered_ = std::move(unanswered);
    }
    std::vector<std::string> const& unanswered() const noexcept { return unanswered_; }
    /// 0: it has none, or none any more.
    session_id session() const noexcept { return session_; }
    bool attached() const noexcept { return session_ != session_id{}; }

    void signal(int number) noexcept;
    void kill() noexcept;

    /// It keeps a processor busy, and comes behind all others.
    bool throttled() const noexcept { return pace_.named(); }

private:
    plugin_instance(boost::asio::io_context& loop, bool may_be_throttled, observer& who);

    void on_output(std::string_view bytes) override;
    void on_busy() override;
    void look_at_pace();
    void perform(pace::change what);
    pace::facts pace_facts() const;
    void on_end(process_end const& how) override;

    observer& observer_;
    plugin_log log_;
    std::string token_;
    session_id session_{};
    std::vector<std::string> unanswered_;
    std::chrono::steady_clock::time_point started_at_;
    bool may_be_throttled_;
    pace pace_;
    alarm pace_alarm_;
    std::unique_ptr<confinement> confined_;  // Its group is removed after the process.
    std::unique_ptr<plugin_process> process_;
};

}  // namespace fairlead::broker::supervision
