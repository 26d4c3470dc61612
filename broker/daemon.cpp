// SPDX-License-Identifier: MIT
//
// daemon — wiring, start and stop; the rooms decide everything else.
#include "broker/daemon.hpp"
#include "broker/admission/admission_policy.hpp"
#include "broker/routing/json_escape.hpp"
#include "broker/supervision/original_limits.hpp"
#include "broker/telemetry/log.hpp"

#include <boost/asio/signal_set.hpp>

#include <fmt/core.h>
#include <unistd.h>

#include <csignal>

namespace fairlead::broker {

using supervision::plugin_state;
using supervision::plugin_status;

namespace {

routing::outlook outlook_of(plugin_status const& plugin) noexcept {
    switch (plugin.state) {
        case plugin_state::starting:
        case plugin_state::restarting:
            return plugin.was_ready ? routing::outlook::coming_back : routing::outlook::starting;
        case plugin_state::ready: return routing::outlook::running;
        case plugin_state::draining:
        case plugin_state::failed:
        case plugin_state::stopped: return routing::outlook::gone;
    }
    return routing::outlook::gone;
}

/// Plugin names are printable ASCII; only quote and backslash could disturb.
std::string state_event(plugin_status const& plugin) {
    std::string name;
    routing::append_json_escaped(name, plugin.name);
    return fmt::format(R"([{{"name":"{}","state":"{}","pid":{},"restarts":{}}}])", name,
                       to_text(plugin.state), plugin.pid, plugin.restarts);
}

std::vector<control::plugin_row> rows(supervision::supervisor const& supervisor) {
    std::vector<control::plugin_row> all;
    const auto now = std::chrono::steady_clock::now();
    for (auto const& plugin : supervisor.statuses()) {
        const std::chrono::duration<double> uptime = now - plugin.started_at;
        all.push_back({plugin.name, to_text(plugin.state), plugin.pid, plugin.restarts,
                       plugin.pid != 0 ? uptime.count() : 0});
    }
    return all;
}

}  // namespace

struct daemon::signals {
    explicit signals(boost::asio::io_context& loop) : set{loop, SIGTERM, SIGINT, SIGHUP} {}
    boost::asio::signal_set set;
};

daemon::daemon(boost::asio::io_context& loop, daemon_settings settings,
               config::app_config const& app)
    : loop_{loop}, settings_{std::move(settings)}, socket_{settings_.runtime_dir}, pump_{loop},
      dispatcher_{counters_, {}, routing::delivery_rules{app.topics}},
      supervisor_{loop,
                  {.socket = socket_.path(),
                   .app_dir = settings_.app_dir,
                   .broker_dir = settings_.broker_dir},
                  app.plugins,
                  {.on_state = [this](plugin_status const& status) { on_plugin_state(status); },
                   .on_process_end =
                       [this](std::string const& name) {
                           if (auto* one = sessions_.find_plugin(name)) one->on_peer_gone();
                       }}},
      sessions_{loop, pump_, clock_, dispatcher_, counters_},
      introspection_{
          {settings_.app, dispatcher_, sessions_, counters_, [this] { return rows(supervisor_); }}},
      greeter_{loop, {.app = settings_.app}, *this}, listener_{loop, socket_.fd(),
                                                               [this](unique_fd guest) {
                                                                   greeter_.greet(std::move(guest));
                                                               }},
      deadline_{loop,
                [this] {
                    deadline_at_ = routing::never;
                    dispatcher_.expire(clock_.now());
                }},
      drained_too_late_{loop, [this] { end(); }}, signals_{std::make_unique<signals>(loop)} {
    // A peer that has closed its end must be an error code, not our death.
    std::signal(SIGPIPE, SIG_IGN);
    supervision::raise_descriptor_limit();
    pump_.at_turn_end([this] { on_turn_end(); });
    dispatcher_.when_ready([this](routing::peer& who) {
        auto* plugin = supervisor_.find(who.name);
        if (plugin != nullptr && who.role == wire::peer_role::plugin) plugin->on_ready();
    });
    dispatcher_.when_forgotten(
        [this](routing::peer const& host, generation page) { page_desk_.on_forget(host, page); });
    sessions_.when_page_wanted([this](session::session& host, wire::page_request const& wanted) {
        page_desk_.on_request(host, wanted);
    });
    sessions_.when_ended([this](session::session const& one) { on_session_ended(one); });
    watch_signals();
}

daemon::~daemon() = default;

void daemon::run() {
    telemetry::log_info("broker", "started app={} pid={} socket={}", settings_.app, ::getpid(),
                        socket_.path().string());
    if (!settings_.host_token.empty()) dispatcher_.await_page(clock_.now());
    supervisor_.start();
    const auto started = std::chrono::steady_clock::now();
    pump_.run();
    const std::chrono::duration<double> uptime = std::chrono::steady_clock::now() - started;
    telemetry::log_info("broker", "stopped app={} uptime_s={:.1f}", settings_.app, uptime.count());
}

void daemon::on_turn_end() {
    sessions_.finish_turn();
    clock_.next_turn();
    if (const auto next = dispatcher_.next_deadline(); next < deadline_at_) {
        deadline_at_ = next;
        deadline_.ring_at(next);
    }
    if (stopping_) end_if_drained();
}

void daemon::on_plugin_state(plugin_status const& status) {
    dispatcher_.on_plugin(status.name, outlook_of(status), clock_.now());
    dispatcher_.publish("fairlead/plugin/" + status.name, state_event(status), clock_.now());
}

void daemon::on_session_ended(session::session const& one) {
    page_desk_.on_ended(one);
    if (one.peer().role != wire::peer_role::plugin) return;
    if (auto* plugin = supervisor_.find(one.peer().name)) plugin->on_session_lost();
}

std::optional<wire::farewell> daemon::judge(wire::hello const& hello,
                                            handshake::peer_credentials const& who) {
    auto const* plugin = supervisor_.find(hello.name);
    const auto gives_up = [](plugin_state state) {
        return state == plugin_state::failed || state == plugin_state::stopped;
    };
    return admission::judge(
        hello, {.same_user = who.uid == ::geteuid(),
                .host_token = settings_.host_token,
                .plugin_token_fits = plugin != nullptr && plugin->token_fits(hello.token),
                .plugin_is_ours = plugin != nullptr && !gives_up(plugin->status().state),
                .plugin_name_taken = sessions_.find_plugin(hello.name) != nullptr,
                .sessions = sessions_.size()});
}

void daemon::on_admitted(session::admitted_peer who) {
    const bool is_ours = who.hello.role == wire::peer_role::plugin && !who.hello.token.empty();
    auto& one = sessions_.add(std::move(who));
    if (!is_ours) return;
    if (auto* plugin = supervisor_.find(one.peer().name)) plugin->on_attached();
}

void daemon::on_refused(wire::hello const* hello, pid_t pid, wire::farewell const& why) {
    ++counters_.sessions_refused;
    // Who knocks in a loop must not fill the disk.
    const auto [write, skipped] = refusals_.on_line(clock_.now());
    if (skipped > 0) telemetry::log_warn("admission", "refused others, too count={}", skipped);
    if (!write) return;
    telemetry::log_warn("admission", "refused: {} name={} role={} pid={}", why.reason,
                        hello != nullptr ? hello->name : "?",
                        hello != nullptr ? wire::to_text(hello->role) : "?", pid);
}

void daemon::watch_signals() {
    signals_->set.async_wait([this](boost::system::error_code failed, int number) {
        if (failed) return;
        on_signal(number);
        watch_signals();
    });
}

void daemon::on_signal(int) { stop(); }

void daemon::stop() {
    if (stopping_) return end();
    stopping_ = true;
    listener_.stop();
    socket_.remove();
    sessions_.for_each([](session::session& one) {
        if (one.peer().role != wire::peer_role::plugin) return;
        wire::frame_header goodbye;
        goodbye.kind = wire::frame_kind::goodbye;
        one.try_push(goodbye, {});
    });
    supervisor_.drain();
    drained_too_late_.ring_in(settings_.drain_within);
}

void daemon::end_if_drained() {
    bool plugin_connected = false;
    sessions_.for_each([&](session::session const& one) {
        plugin_connected |= one.peer().role == wire::peer_role::plugin;
    });
    if (!plugin_connected && supervisor_.all_ended()) end();
}

void daemon::end() {
    if (loop_.stopped()) return;
    supervisor_.kill();
    sessions_.dismiss_all("the broker stops");
    sessions_.finish_turn();
    loop_.stop();
}

}  // namespace fairlead::broker
