// SPDX-License-Identifier: MIT
//
// daemon — owns every room and wires them; the only file that knows them all.
#pragma once

#include "broker/admission/app_socket.hpp"
#include "broker/admission/greeter.hpp"
#include "broker/admission/listener.hpp"
#include "broker/admission/page_desk.hpp"
#include "broker/config/app_config.hpp"
#include "broker/control/introspection.hpp"
#include "broker/control/plugin_desk.hpp"
#include "broker/loop/alarm.hpp"
#include "broker/loop/turn_clock.hpp"
#include "broker/routing/dispatcher.hpp"
#include "broker/service_report.hpp"
#include "broker/session/session_table.hpp"
#include "broker/supervision/hang_watch.hpp"
#include "broker/supervision/supervisor.hpp"
#include "broker/tap/monitor_desk.hpp"
#include "broker/tap/trace_desk.hpp"
#include "broker/telemetry/counter_file.hpp"
#include "broker/telemetry/counters.hpp"
#include "broker/telemetry/line_rate.hpp"

#include <fairlead/io/pump.hpp>
#include <fairlead/vocabulary/unique_fd.hpp>

#include <boost/asio/io_context.hpp>

#include <filesystem>
#include <optional>
#include <string>

namespace fairlead::broker {

struct daemon_settings {
    std::string app;
    std::filesystem::path app_dir;
    std::filesystem::path broker_dir;   ///< Where this program lies: plugins may lie there, too.
    std::filesystem::path runtime_dir;  ///< Of this app; exists and is ours alone.
    std::string host_token;             ///< Empty: no host may come.
    std::filesystem::path recording{};  ///< Of what peers do; empty: none.
    bool counters = true;               ///< For fairlead top and others, in a file.
    unique_fd socket{};                 ///< To listen with; empty: one is made.
};

class daemon final : private admission::doorkeeper {
public:
    /// Takes the app's socket; throws when it cannot.
    daemon(boost::asio::io_context& loop, daemon_settings settings, config::app_config const& app);
    ~daemon() override;

    /// Starts the plugins and serves until stop() has done its work.
    void run();

    /// Drains and ends; a second time: at once.
    void stop();

private:
    void on_turn_end();
    bool tell_watchers(bool at_once = false);
    void on_plugin_state(supervision::plugin_status const& status);
    void on_plugin_ready(routing::peer const& who);
    void on_session_ended(session::session const& one);
    void say_goodbye(session_id to);
    bool owes_answers(session_id who);
    void look_for_hung_plugins();
    bool is_tool(session_id who);
    void on_signal(int number);
    void watch_signals();
    void end_if_drained();
    void end();

    // doorkeeper
    std::optional<wire::farewell> judge(wire::hello const& hello,
                                        handshake::peer_credentials const& who) override;
    session_id next_id() override { return sessions_.next_id(); }
    void on_admitted(session::admitted_peer who) override;
    void on_refused(wire::hello const* hello, pid_t pid, wire::farewell const& why) override;

    boost::asio::io_context& loop_;
    daemon_settings settings_;
    admission::app_socket socket_;
    turn_clock clock_;
    telemetry::counter_file counter_file_;
    telemetry::counters own_counters_;  // Where there is no file.
    telemetry::counters& counters_;
    io::pump pump_;
    routing::dispatcher dispatcher_;
    supervision::supervisor supervisor_;
    session::session_table sessions_;  // Goes before what its sessions point to.
    control::introspection introspection_;
    control::plugin_desk plugin_desk_;
    tap::monitor_desk monitor_desk_;
    tap::trace_desk trace_desk_;
    admission::greeter greeter_;
    admission::page_desk page_desk_{sessions_, counters_};
    admission::listener listener_;
    alarm deadline_;
    routing::time_point deadline_at_ = routing::never;
    alarm drained_too_late_;
    std::chrono::milliseconds drain_within_;
    service_report service_report_;
    supervision::hang_watch hang_watch_;
    alarm hang_alarm_;
    bool hang_alarm_set_ = false;
    struct signals;
    std::unique_ptr<signals> signals_;
    telemetry::line_rate refusals_{10};
    bool stopping_ = false;
};

}  // namespace fairlead::broker
