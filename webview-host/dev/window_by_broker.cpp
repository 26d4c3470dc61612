// SPDX-License-Identifier: MIT
//
// window_by_broker — the same words, as a call.
#include "webview-host/dev/window_by_broker.hpp"

#include <fairlead/vocabulary/json_string.hpp>

#include <chrono>
#include <utility>
#include <variant>

namespace fairlead::host {
namespace {

constexpr auto patience = std::chrono::seconds{10};

/// What the pointer over a page says to the window under it: a browser's is another one.
bool is_about_this_frame(page_message const& message) {
    return std::holds_alternative<drag_message>(message) ||
           std::holds_alternative<resize_message>(message) ||
           std::holds_alternative<ready_message>(message);
}

action_hooks hooks_without_window(shared_window::complain_hook const& complain) {
    return {
        .quit = [](int) {},
        .close = [complain] { complain("there is no window to close: end `fairlead dev` itself"); },
        .load_start_page = [] {},
        .evaluate = [](std::string const&) {},
        .complain = complain,
    };
}

}  // namespace

shared_window::shared_window(window_options const& window, page_options const& page,
                             complain_hook complain)
    : complain_{std::move(complain)}, frame_{window}, actions_{frame_, window, page,
                                                               hooks_without_window(complain_)} {}

void shared_window::take_news(std::string_view data_json) {
    is_there_ = data_json.find("\"closed\"") == data_json.npos;
}

void shared_window::perform(std::string_view text, page_message const& message,
                            client::connection* broker) {
    if (is_about_this_frame(message)) return;
    if (!is_there_ || broker == nullptr || std::holds_alternative<drop_message>(message))
        return actions_.perform(message);
    std::string args = "[";
    append_json_string(args, text);
    args += ']';
    broker->call("fairlead.window.perform", args, {patience},
                 [broker, wish = std::string{text.substr(0, 80)}](client::reply const& reply) {
                     if (!reply.ok && reply.code != errc::backend_gone)
                         broker->log(client::log_level::warning,
                                     "the window did not do '" + wish +
                                         "': " + std::string{reply.message});
                 });
}

void shared_window::call(std::string_view name, std::string_view args,
                         system_answer const& answer) {
    run_system_call(name, args, {frame_, notes_}, answer);
}

}  // namespace fairlead::host
