// SPDX-License-Identifier: MIT
//
// supervised_plugin — one plugin of wails.json, through all its processes. plugin_fsm decides; here
// it is done: processes, alarms, log, reports.
#pragma once

#include "broker/config/plugin_config.hpp"
#include "broker/loop/alarm.hpp"
#include "broker/supervision/crash_folder.hpp"
#include "broker/supervision/plugin_fsm.hpp"
#include "broker/supervision/plugin_history.hpp"
#include "broker/supervision/plugin_instance.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace fairlead::broker::supervision {

struct supervisor_settings {
    std::filesystem::path socket;
    std::filesystem::path app_dir;
    std::filesystem::path broker_dir;  ///< The guardian lies there, and perhaps plugins.
    crash_folder crashes;
};

/// What the daemon does for it: sessions and routes are not known here.
struct supervisor_events {
    std::function<void(plugin_status const&)> on_state;
    std::function<void(session_id)> on_process_end;  ///< Whoever holds that session is gone.
    std::function<void(session_id)> say_goodbye;
    std::function<void(session_id from, session_id to)> take_over;
    std::function<void()> on_guardian_lost{};  ///< What was under it is our child now.
    std::function<void(std::string const& plugin)> on_line{};  ///< It has said something.
    std::function<std::uint64_t(session_id)> heard_from{};     ///< Frames that it has sent.
};

enum class attached_as { nobody, current, successor };

class supervised_plugin final : private plugin_instance::observer {
public:
    supervised_plugin(boost::asio::io_context& loop, supervisor_settings const& settings,
                      supervisor_events const& events, config::plugin_config config);

    std::string const& name() const noexcept { return config_.name; }
    config::plugin_config const& config() const noexcept { return config_; }
    plugin_fsm const& machine() const noexcept { return fsm_; }
    plugin_history const& history() const noexcept { return history_; }
    plugin_state state() const noexcept { return fsm_.state(); }
    plugin_status status() const;
    bool has_process() const noexcept { return current_ || next_ || leaving_; }
    bool owns(pid_t guardian) const noexcept;

    /// It shall run. `missing`: plugins that must be ready before; empty: none.
    void want(std::string const& missing);
    void requirements(std::string const& missing);
    void stop();
    void restart(std::string const& missing);
    /// Starts a new process beside the one that runs, which it replaces once it is ready. Not
    /// empty: why that cannot be tried.
    std::string reload();

    bool token_fits(std::string_view token) const noexcept;
    /// The session of the process that was given that token.
    attached_as on_attached(std::string_view token, session_id session);
    void on_ready(session_id session);
    void on_session_lost(session_id session, std::vector<std::string> unanswered);
    void on_hung(session_id session, std::chrono::milliseconds silent_for);

    /// Its state is told, new or not.
    void announce() { events_.on_state(status()); }

    /// The broker stops.
    void drain();
    void kill() noexcept;

private:
    using clock = std::chrono::steady_clock;
    using instance = std::unique_ptr<plugin_instance>;

    void on_line(plugin_instance const& one, std::string_view line) override;
    void on_end(plugin_instance& one, process_end const& how) override;
    void note(pid_t pid, std::string_view line);
    std::uint64_t heard_from(session_id who) const override;
    void on_throttled(plugin_instance& one) override;
    void perform(plugin_step const& step);
    result<instance> start_process(std::string& problem);
    void spawn();
    void take_over();
    void say_goodbye(plugin_instance& to);
    void on_current_end(process_end const& how);
    void on_successor_end(process_end const& how);
    void on_leaver_end();
    crash_report report_of(plugin_instance const& one, process_end const& how,
                           std::string const& because) const;
    void publish(crash_report report);
    bool is_session_of(instance const& one, session_id session) const noexcept {
        return one && session != session_id{} && one->session() == session;
    }

    boost::asio::io_context& loop_;
    supervisor_settings const& settings_;
    supervisor_events const& events_;
    config::plugin_config config_;
    plugin_fsm fsm_;
    plugin_history history_;
    instance current_;
    instance next_;     // Started by a reload, not ready yet.
    instance leaving_;  // Replaced by a reload, finishing what it does.
    alarm alarm_;
    alarm next_alarm_;
    alarm leaving_alarm_;
    bool stopped_by_hand_ = false;
    std::string reload_problem_;
    std::string next_killed_because_;
    std::string last_crash_;
    /// Of a process that has ended before its session: what it left unanswered comes with that.
    std::optional<std::pair<session_id, crash_report>> open_report_;
};

}  // namespace fairlead::broker::supervision
