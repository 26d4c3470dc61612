// SPDX-License-Identifier: MIT
//
// browser_page — wired.
#include "webview-host/dev/browser_page.hpp"

#include "webview-host/bridge/call_envelope.hpp"

#include <fairlead/vocabulary/json_string.hpp>

#include <chrono>
#include <cstdio>
#include <utility>

namespace fairlead::host {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view document = "browser";
constexpr std::string_view start_page = R"({"load":"/"})";
constexpr auto broker_patience = 60s;  // Whoever develops builds it anew, perhaps.
constexpr auto greeting_patience = 2s;
constexpr std::size_t system_call_bytes_max = 1u << 20;

std::string result_text(std::string_view callback_id, std::string_view json) {
    std::string text = "{\"result\":";
    text.append(json).append(",\"error\":null,\"callbackid\":");
    append_json_string(text, callback_id);
    return text += '}';
}

}  // namespace

browser_page::browser_page(client::connect_options as, page_script script, main_thread& thread,
                           shared_window& window, hooks use)
    : as_{std::move(as)}, thread_{thread}, window_{window}, hooks_{std::move(use)},
      queue_{script, make_queue_hooks()}, bridge_{door_, queue_, *this, thread_,
                                                  script == page_script::ours
                                                      ? silence_means::nothing
                                                      : silence_means::everything},
      return_{as_, thread_} {
    as_.patience = greeting_patience;
    bridge_.watch_calls(queue_);
    door_.lead_to(bridge_);
}

frame_queue::hooks browser_page::make_queue_hooks() {
    return {
        .on_frames = [this] { hooks_.on_frames(); },
        .on_pace =
            [this](bool slow) {
                if (auto* broker = door_.try_connection()) broker->hold_reading(slow);
            },
        .on_full = [this] { hooks_.on_end("it does not read what it is sent"); },
    };
}

void browser_page::start() {
    try {
        serve(client::connection::connect(as_));
    } catch (client::connect_error const& problem) {
        lose(problem.what());
    }
}

void browser_page::serve(std::unique_ptr<client::connection> broker) {
    door_.adopt(std::move(broker));
    auto& now = door_.connection();
    now.on_closed([this](std::string_view reason) {
        thread_.post([this, why = std::string{reason}] { lose(why); });
    });
    now.ready();
    if (queue_.is_slow()) now.hold_reading(true);
    if (queue_.script() == page_script::wails) door_.subscribe("*");
}

void browser_page::lose(std::string const& why) {
    if (closed_) return;
    complain(why);
    bridge_.lose_broker(why);
    return_.wait_for_it(broker_patience, [this](std::unique_ptr<client::connection> found) {
        if (!found) return hooks_.on_end("there is no broker");
        serve(std::move(found));
        bridge_.find_broker();
    });
}

void browser_page::receive(std::string_view text) {
    if (!window_.is_there() && answer_without_window(text)) return;
    heard_ = text;
    bridge_.receive(document, text);
}

/// What only hosts offer, and none is there.
bool browser_page::answer_without_window(std::string_view text) {
    if (!text.starts_with("C{") || text.size() > system_call_bytes_max ||
        text.find(":wails:") == text.npos)
        return false;
    const auto read = read_call_envelope(text.substr(1));
    if (!read.call || !read.call->name.starts_with(":wails:")) return false;
    window_.call(read.call->name, read.call->args,
                 [this, id = read.call->callback_id](system_reply const& reply) {
                     queue_.callback(reply.ok ? result_text(id, reply.json)
                                              : rejection_text(id, reply.code, reply.message));
                     queue_.flush();
                 });
    return true;
}

void browser_page::perform(page_message const& message) {
    auto const* action = std::get_if<window_action_message>(&message);
    if (action == nullptr || action->action != window_action::reload_app)
        return window_.perform(heard_, message, door_.try_connection());
    // Its own start page, once: Wails sends it to all, whose scripts ask for it again.
    if (queue_.script() == page_script::ours) queue_.tell(std::string{start_page});
    else queue_.word("reload");
}

void browser_page::complain(std::string_view sentence) {
    if (door_.is_open()) return door_.log(log_level::warning, sentence);
    std::fprintf(stderr, "fairlead-webview: %s: %.*s\n", as_.name.c_str(),
                 static_cast<int>(sentence.size()), sentence.data());
}

}  // namespace fairlead::host
