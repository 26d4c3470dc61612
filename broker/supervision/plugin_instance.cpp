// SPDX-License-Identifier: MIT
//
// plugin_instance — what its environment is made of.
#include "broker/supervision/plugin_instance.hpp"
#include "broker/supervision/launch_token.hpp"
#include "broker/supervision/processor_share.hpp"
#include "broker/supervision/supervised_plugin.hpp"

namespace fairlead::broker::supervision {

plugin_instance::plugin_instance(boost::asio::io_context& loop, bool may_be_throttled,
                                 observer& who)
    : observer_{who}, log_{[this](std::string_view line) { observer_.on_line(*this, line); }},
      token_{make_launch_token()}, started_at_{std::chrono::steady_clock::now()},
      may_be_throttled_{may_be_throttled && can_hold_back()}, pace_alarm_{loop, [this] {
                                                                              look_at_pace();
                                                                          }} {}

result<std::unique_ptr<plugin_instance>> plugin_instance::start(
    boost::asio::io_context& loop, supervisor_settings const& settings,
    config::plugin_config const& config, std::filesystem::path const& program,
    std::unique_ptr<confinement> confined, observer& who) {
    std::unique_ptr<plugin_instance> one{new plugin_instance{loop, config.limits.throttle, who}};
    launch what{.program = program,
                .args = config.args,
                .env = config.env,
                .working_dir = settings.app_dir,
                .token = one->token_,
                .guardian = settings.broker_dir / "fairlead-guardian",
                .env_passed = config.env_passed,
                .confined = confined.get()};
    one->confined_ = std::move(confined);
    what.env.emplace_back("FAIRLEAD_SOCKET", settings.socket.string());
    what.env.emplace_back("FAIRLEAD_NAME", config.name);
    what.env.emplace_back("FAIRLEAD_DRAIN_MS", std::to_string(config.drain.count()));
    auto process = plugin_process::spawn(loop, what, *one);
    if (!process) return process.error();
    one->process_ = std::move(*process);
    return one;
}

void plugin_instance::attach(session_id session) noexcept {
    token_.clear();
    session_ = session;
}

void plugin_instance::signal(int number) noexcept {
    if (process_) process_->signal_group(number);
}

void plugin_instance::kill() noexcept {
    if (process_) process_->kill();
}

void plugin_instance::on_output(std::string_view bytes) {
    log_.on_output(bytes, std::chrono::steady_clock::now());
}

// -- its share of the processor -------------------------------------------------------------------

void plugin_instance::on_busy() {
    // While it starts nobody can know for whom it works.
    if (may_be_throttled_ && attached())
        perform(pace_.on_busy(pace_facts(), pace::milliseconds{guardian::busy_tick_ms}));
}

pace::facts plugin_instance::pace_facts() const {
    return {attached() ? observer_.heard_from(session_) : 0, read_demand(pid()),
            pace::clock::now()};
}

void plugin_instance::look_at_pace() {
    if (!pace_.held_back()) {
        if (!let_go(pid())) pace_alarm_.ring_in(pace::look_every);
        return;
    }
    const bool named = pace_.named();
    const auto change = pace_.on_look(pace_facts());
    if (change == pace::change::none) return perform(pace::change::hold_back);
    perform(change);
    if (named || change == pace::change::name) observer_.on_throttled(*this);
}

void plugin_instance::perform(pace::change what) {
    if (what == pace::change::none) return;
    // Again and again: threads may have come.
    if (what != pace::change::let_go) hold_back(pid());
    else if (let_go(pid())) return;
    pace_alarm_.ring_in(pace::look_every);
}

void plugin_instance::on_end(process_end const& how) {
    log_.finish(std::chrono::steady_clock::now());
    token_.clear();
    pace_alarm_.cancel();
    observer_.on_end(*this, how);
}

}  // namespace fairlead::broker::supervision
