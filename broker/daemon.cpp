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
            return plugin.restarting ? routing::outlook::coming_back : routing::outlook::gone;
        case plugin_state::failed: return routing::outlook::gone;
        case plugin_state::stopped:
            return plugin.asleep ? routing::outlook::asleep : routing::outlook::gone;
    }
    return routing::outlook::gone;
}

/// The longest that a plugin may take to finish; the launcher does not wait much longer.
std::chrono::milliseconds drain_time(config::app_config const& app) {
    constexpr std::chrono::milliseconds most{4'000};
    std::chrono::milliseconds longest{2'000};
    for (auto const& plugin : app.plugins) longest = std::max(longest, plugin.drain);
    return std::min(longest, most);
}

std::string state_event(plugin_status const& plugin) {
    std::string name, reason;
    routing::append_json_escaped(name, plugin.name);
    routing::append_json_escaped(reason, plugin.reason);
    return fmt::format(
        R"([{{"name":"{}","state":"{}","pid":{},"restarts":{},"reason":"{}","reloading":{},)"
        R"("throttled":{}}}])",
        name, to_text(plugin.state), plugin.pid, plugin.restarts, reason, plugin.reloading,
        plugin.throttled);
}

/// Given up, or stopped by hand: one that is started by hand may come in its place.
bool may_stand_in(plugin_status const& plugin) noexcept {
    return plugin.state == plugin_state::failed ||
           (plugin.state == plugin_state::stopped && !plugin.asleep);
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

accounting::peer_limits const& limits_of(config::role_limits const& roles,
                                         wire::peer_role role) noexcept {
    switch (role) {
        case wire::peer_role::page: return roles.page;
        case wire::peer_role::plugin: return roles.plugin;
        case wire::peer_role::tool: return roles.tool;
        case wire::peer_role::host: break;
    }
    return roles.host;
}

/// Without them an app runs as well.
telemetry::counter_file counter_file_for(daemon_settings const& settings) {
    if (!settings.counters) return {};
    auto made = telemetry::counter_file::create(settings.runtime_dir, settings.app);
    if (made) return std::move(*made);
    telemetry::log_warn("broker", "there are no counters for others: {} folder={}",
                        made.error().message(), settings.runtime_dir.string());
    return {};
}

}  // namespace

struct daemon::signals {
    explicit signals(boost::asio::io_context& loop) : set{loop, SIGTERM, SIGINT, SIGHUP} {}
    boost::asio::signal_set set;
};

daemon::daemon(boost::asio::io_context& loop, daemon_settings settings,
               config::app_config const& app)
    : loop_{loop}, settings_{std::move(settings)}, socket_{settings_.runtime_dir,
                                                           std::move(settings_.socket)},
      counter_file_{counter_file_for(settings_)}, counters_{counter_file_.map() != nullptr
                                                                ? counter_file_.map()->head.done
                                                                : own_counters_},
      pump_{loop}, dispatcher_{counters_,
                               {},
                               routing::delivery_rules{app.topics},
                               policy::gate{policy::policy{app.permissions, app.allowed_origins},
                                            settings_.recording},
                               counter_file_.map()},
      supervisor_{loop,
                  {.socket = socket_.path(),
                   .app_dir = settings_.app_dir,
                   .broker_dir = settings_.broker_dir,
                   .crashes = {settings_.app, settings_.runtime_dir}},
                  app.plugins,
                  {.on_state = [this](plugin_status const& status) { on_plugin_state(status); },
                   .on_process_end =
                       [this](session_id id) {
                           if (auto* one = sessions_.find(id)) one->on_peer_gone();
                       },
                   .say_goodbye = [this](session_id to) { say_goodbye(to); },
                   .take_over =
                       [this](session_id from, session_id to) {
                           auto *old = sessions_.find(from), *next = sessions_.find(to);
                           if (next != nullptr)
                               dispatcher_.take_over(old != nullptr ? &old->peer() : nullptr,
                                                     next->peer(), clock_.now());
                       },
                   .on_line = [this](std::string const& name) { plugin_desk_.on_line(name); },
                   .heard_from =
                       [this](session_id who) {
                           auto const* one = sessions_.find(who);
                           return one != nullptr ? one->heard() : 0;
                       }}},
      sessions_{loop, pump_, clock_, dispatcher_, counters_},
      introspection_{{settings_.app, settings_.app_dir, dispatcher_, sessions_, counters_,
                      [this] { return rows(supervisor_); }}},
      plugin_desk_{dispatcher_, supervisor_}, monitor_desk_{loop, dispatcher_, clock_,
                                                            [this](session_id id) {
                                                                return is_tool(id);
                                                            }},
      trace_desk_{loop, dispatcher_, clock_, [this](session_id id) { return is_tool(id); },
                  [this](wire::frame_header const& header) {
                      sessions_.for_each([&](session::session& one) { one.try_push(header, {}); });
                  }},
      greeter_{loop, {.app = settings_.app}, *this}, listener_{loop, socket_.fd(),
                                                               [this](unique_fd guest) {
                                                                   greeter_.greet(std::move(guest));
                                                               }},
      deadline_{loop,
                [this] {
                    deadline_at_ = routing::never;
                    dispatcher_.expire(clock_.now());
                }},
      drained_too_late_{loop, [this] { end(); }}, drain_within_{drain_time(app)},
      service_report_{loop, supervisor_}, hang_alarm_{loop, [this] { look_for_hung_plugins(); }},
      signals_{std::make_unique<signals>(loop)} {
    // A peer that has closed its end must be an error code, not our death.
    std::signal(SIGPIPE, SIG_IGN);
    supervision::raise_descriptor_limit();
    if (counter_file_.map() != nullptr) clock_.show_in(&counter_file_.map()->head);
    pump_.at_turn_end([this] { on_turn_end(); });
    dispatcher_.when_ready([this](routing::peer& who) { on_plugin_ready(who); });
    dispatcher_.when_pong([this](routing::peer const& who) { hang_watch_.on_pong(who.id); });
    for (auto const& plugin : app.plugins) dispatcher_.on_promise(plugin.name, plugin.methods);
    dispatcher_.when_forgotten(
        [this](routing::peer const& host, generation page) { page_desk_.on_forget(host, page); });
    sessions_.when_page_wanted([this](session::session& host, wire::page_request const& wanted) {
        page_desk_.on_request(host, wanted);
    });
    dispatcher_.limit_pages(app.limits.page);
    dispatcher_.log_slow_calls(app.slow_call);
    sessions_.limit_by([this, roles = app.limits](wire::peer_role role, std::string_view name) {
        if (auto const* plugin = supervisor_.find(name);
            plugin != nullptr && role == wire::peer_role::plugin)
            return plugin->config().use;
        return limits_of(roles, role);
    });
    sessions_.when_ended([this](session::session const& one) { on_session_ended(one); });
    watch_signals();
}

daemon::~daemon() = default;

void daemon::run() {
    telemetry::log_info("broker", "started app={} pid={} socket={}{}", settings_.app, ::getpid(),
                        socket_.path().string(), socket_.was_handed() ? " (handed over)" : "");
    if (!settings_.host_token.empty()) dispatcher_.await_page(clock_.now());
    supervisor_.start();
    service_report_.ready();
    const auto started = std::chrono::steady_clock::now();
    pump_.run();
    const std::chrono::duration<double> uptime = std::chrono::steady_clock::now() - started;
    telemetry::log_info("broker", "stopped app={} uptime_s={:.1f}", settings_.app, uptime.count());
}

/// False: there was nothing to be told.
bool daemon::tell_watchers(bool at_once) {
    const bool of_traffic = monitor_desk_.send_notes(at_once);
    return trace_desk_.send_notes(at_once) || of_traffic;
}

void daemon::on_turn_end() {
    // Whoever goes at the end of a turn leaves something to be seen, too.
    do sessions_.finish_turn();
    while (tell_watchers());
    dispatcher_.save_recording();
    clock_.next_turn();
    if (const auto next = dispatcher_.next_deadline(); next < deadline_at_) {
        deadline_at_ = next;
        deadline_.ring_at(next);
    }
    if (stopping_) return end_if_drained();
    for (auto const& name : dispatcher_.take_wanted())
        if (auto* plugin = supervisor_.find(name)) supervisor_.want(*plugin);
    // Armed only while somebody waits for a plugin's answer: idle costs nothing.
    if (hang_alarm_set_ || dispatcher_.calls().in_flight() == 0) return;
    if (!hang_watch_.any_of([this](session_id id) { return owes_answers(id); })) return;
    hang_alarm_set_ = true;
    hang_alarm_.ring_in(hang_watch_.period());
}

bool daemon::owes_answers(session_id who) {
    auto* one = sessions_.find(who);
    return one != nullptr && !dispatcher_.calls().unanswered_by(one->peer(), 1).empty();
}

void daemon::look_for_hung_plugins() {
    hang_alarm_set_ = false;
    const auto found =
        hang_watch_.look(clock_.now(), [this](session_id id) { return owes_answers(id); });
    for (const auto id : found.to_ping) {
        wire::frame_header ping;
        ping.kind = wire::frame_kind::ping;
        if (auto* one = sessions_.find(id)) one->try_push(ping, {});
    }
    for (auto const& [id, silent_for] : found.hung) {
        auto* one = sessions_.find(id);
        auto* plugin = one != nullptr ? supervisor_.find(one->peer().name) : nullptr;
        if (plugin != nullptr) plugin->on_hung(id, silent_for);
    }
}

void daemon::say_goodbye(session_id to) {
    wire::frame_header goodbye;
    goodbye.kind = wire::frame_kind::goodbye;
    if (auto* one = sessions_.find(to)) one->try_push(goodbye, {});
}

void daemon::on_plugin_ready(routing::peer const& who) {
    if (who.role != wire::peer_role::plugin) return;
    auto* plugin = supervisor_.find(who.name);
    if (plugin == nullptr) return;
    hang_watch_.watch(who.id, plugin->config().hang);
    plugin->on_ready(who.id);
}

void daemon::on_plugin_state(plugin_status const& status) {
    plugin_desk_.on_state(status);
    dispatcher_.traffic().on_restarts(status.name, status.restarts);
    dispatcher_.on_plugin(status.name, outlook_of(status), clock_.now());
    service_report_.on_plugin_state();
    dispatcher_.publish("fairlead/plugin/" + status.name, state_event(status), clock_.now());
}

void daemon::on_session_ended(session::session const& one) {
    page_desk_.on_ended(one);
    if (one.peer().role != wire::peer_role::plugin) return;
    hang_watch_.forget(one.peer().id);
    if (auto* plugin = supervisor_.find(one.peer().name))
        plugin->on_session_lost(one.peer().id, one.peer().unanswered);
}

std::optional<wire::farewell> daemon::judge(wire::hello const& hello,
                                            handshake::peer_credentials const& who) {
    auto const* plugin = supervisor_.find(hello.name);
    const bool token_fits = plugin != nullptr && plugin->token_fits(hello.token);
    return admission::judge(
        hello, {.same_user = who.uid == ::geteuid(),
                .host_token = settings_.host_token,
                .plugin_token_fits = token_fits,
                .plugin_is_ours = plugin != nullptr && !may_stand_in(plugin->status()),
                // Two of a name there are only while a new build of ours takes over.
                .plugin_name_taken = !token_fits && sessions_.find_plugin(hello.name) != nullptr,
                .sessions = sessions_.size()});
}

void daemon::on_admitted(session::admitted_peer who) {
    const bool is_ours = who.hello.role == wire::peer_role::plugin && !who.hello.token.empty();
    const auto token = who.hello.token;
    auto& one = sessions_.add(std::move(who));
    if (!is_ours) return;
    if (auto* plugin = supervisor_.find(one.peer().name))
        if (plugin->on_attached(token, one.peer().id) == supervision::attached_as::successor)
            one.peer().part = routing::peer_part::understudy;
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

bool daemon::is_tool(session_id who) {
    auto* one = sessions_.find(who);
    return one != nullptr && one->peer().role == wire::peer_role::tool;
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
    service_report_.stopping();
    listener_.stop();
    socket_.remove();
    sessions_.for_each([this](session::session& one) {
        // Ours are told by their supervisor.
        if (one.peer().role == wire::peer_role::plugin && !supervisor_.find(one.peer().name))
            say_goodbye(one.peer().id);
    });
    supervisor_.drain();
    drained_too_late_.ring_in(drain_within_);
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
    tell_watchers(true);
    sessions_.dismiss_all("the broker stops");
    sessions_.finish_turn();
    dispatcher_.save_recording();
    loop_.stop();
}

}  // namespace fairlead::broker
