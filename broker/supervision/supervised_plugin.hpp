// SPDX-License-Identifier: MIT
//
// supervised_plugin — one plugin from the manifest, through all its processes: started, expected to
// be ready in time, restarted when it dies, given up when it dies too often.
#pragma once

#include "broker/config/app_config.hpp"
#include "broker/loop/alarm.hpp"
#include "broker/supervision/plugin_log.hpp"
#include "broker/supervision/plugin_process.hpp"
#include "broker/supervision/plugin_state.hpp"
#include "broker/supervision/restart_policy.hpp"

#include <functional>
#include <memory>
#include <string>

namespace fairlead::broker::supervision {

struct supervisor_settings {
    std::filesystem::path socket;
    std::filesystem::path app_dir;
    std::filesystem::path broker_dir;
    std::chrono::milliseconds ready_within{10'000};
    /// A plugin whose session ended has this long to end itself.
    std::chrono::milliseconds end_within{500};
    restart_limits restarts;
};

struct supervisor_events {
    std::function<void(plugin_status const&)> on_state;
    std::function<void(std::string const& name)> on_process_end;
};

class supervised_plugin final : private plugin_process::observer {
public:
    supervised_plugin(boost::asio::io_context& loop, supervisor_settings const& settings,
                      supervisor_events const& events, config::plugin_config config);

    void start();

    std::string const& name() const noexcept { return status_.name; }
    plugin_status const& status() const noexcept { return status_; }
    bool has_process() const noexcept { return process_ != nullptr; }

    bool token_fits(std::string_view token) const noexcept {
        return !token_.empty() && token == token_;
    }
    /// Its session exists: the token has served.
    void on_attached();
    void on_ready();
    void on_session_lost();

    /// It is told elsewhere; who has no session to be told through gets SIGTERM.
    void drain();
    void kill() noexcept;

private:
    using clock = std::chrono::steady_clock;

    void on_output(std::string_view bytes) override;
    void on_end(process_end const& how) override;
    void on_impatience();
    void report(process_end const& how) const;
    void after_death(std::string const& why);
    void give_up(std::string const& why);
    void enter(plugin_state state);

    boost::asio::io_context& loop_;
    supervisor_settings const& settings_;
    supervisor_events const& events_;
    config::plugin_config config_;
    plugin_status status_;
    restart_policy policy_;
    plugin_log log_;
    std::string token_;
    bool attached_ = false;
    std::unique_ptr<plugin_process> process_;
    alarm impatience_;  // Ready, or ended, in time.
    alarm restart_;
};

}  // namespace fairlead::broker::supervision
