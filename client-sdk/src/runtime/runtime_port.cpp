// SPDX-License-Identifier: MIT
//
// runtime_port — questions out, answers to whoever waits.
#include "runtime_port.hpp"

#include <fairlead/json/arguments.hpp>
#include <fairlead/vocabulary/window_names.hpp>

namespace fairlead {
namespace {

struct window_state {
    std::string state;
};
BOOST_DESCRIBE_STRUCT(window_state, (), (state))

}  // namespace

std::shared_ptr<pending_answer> runtime_port::ask(std::string_view method,
                                                  std::string const& args) {
    return calls_->ask(method, {{args, {}}, {}}, {});
}

std::shared_ptr<pending_answer> runtime_port::answered(pending_answer::text how) {
    auto answer = std::make_shared<pending_answer>(calls_);
    answer->settle(std::move(how));
    return answer;
}

void runtime_port::open(client::connection& to, std::string const& plugin,
                        std::function<bool(std::function<void()>)> run) {
    life_.begin(run);
    menus_.begin(plugin, std::move(run));
    to.subscribe(window_names::state,
                 [weak = weak_from_this()](std::string_view, std::string_view data) {
                     if (const auto port = weak.lock()) port->hear_window(data);
                 });
}

void runtime_port::close() { menus_.end(); }

void runtime_port::hear_window(std::string_view data) {
    window_state now;
    try {
        now =
            std::get<0>(json::read_arguments<std::tuple<window_state>>(data, window_names::state));
    } catch (json::bad_value const&) {
        return;  // Of a later host, perhaps.
    }
    menus_.on_window(now.state);
    life_.on_window(now.state);
}

void runtime_port::run_guarded(std::string const& what, std::function<void()> const& work) {
    try {
        work();
    } catch (std::exception const& problem) {
        log(client::log_level::error, "the " + what + " handler threw: " + problem.what());
    } catch (...) {
        log(client::log_level::error, "the " + what + " handler threw");
    }
}

}  // namespace fairlead
