// SPDX-License-Identifier: MIT
//
// application_headless — a host without a display: WailsInvoke lines on stdin, frames on stdout.
#include "webview-host/application.hpp"
#include "webview-host/bridge/bridge.hpp"
#include "webview-host/bridge/call_script.hpp"
#include "webview-host/bridge/connection_door.hpp"
#include "webview-host/bridge/frame_port.hpp"
#include "webview-host/config/host_config.hpp"
#include "webview-host/dialogs/dialog_offers.hpp"
#include "webview-host/loop/line_reader.hpp"
#include "webview-host/loop/queue_main_thread.hpp"
#include "webview-host/menu/menu_offers.hpp"
#include "webview-host/system/close_question.hpp"
#include "webview-host/system/no_notifier.hpp"
#include "webview-host/system/system_offers.hpp"
#include "webview-host/system/window_actions.hpp"
#include "webview-host/system/window_offers.hpp"
#include "webview-host/window/headless_window.hpp"

#include <fairlead/vocabulary/window_names.hpp>
#include <fairlead/wire/limits.hpp>

#include <csignal>
#include <cstdio>

namespace fairlead::host {
namespace {

constexpr std::string_view page_name = "script";

class headless_host {
public:
    explicit headless_host(host_options const& options);
    ~headless_host() { door_.close(); }  // Its handlers refer to everything else.
    headless_host(headless_host const&) = delete;
    headless_host& operator=(headless_host const&) = delete;

    int run();

private:
    action_hooks make_action_hooks();
    call_script::hooks make_script_hooks();
    void read_input();
    void take_lines();
    void finish();
    void complain(std::string_view sentence);

    host_config config_;
    queue_main_thread thread_;
    headless_window window_{config_.window};
    frame_port port_{stdout};
    connection_door door_;
    no_notifier notes_;
    window_actions actions_{window_, config_.window, config_.page, make_action_hooks()};
    bridge bridge_{door_, port_, actions_, thread_, silence_means::everything};
    system_offers offers_{{window_, notes_}, thread_};
    call_desk desk_{thread_};
    window_offers window_offers_{actions_, window_, [](std::string const&) {}};
    no_dialogs nobody_;
    dialog_offers dialogs_{nobody_};
    no_menu no_bar_;
    menu_offers menus_{no_bar_};
    close_question question_{thread_,
                             {.ask =
                                  [this](auto deadline, auto on_reply) {
                                      door_.connection().call(window_names::before_close, "[]",
                                                              {deadline}, std::move(on_reply));
                                  },
                              .close = [this] { thread_.quit(0); },
                              .complain = [this](std::string_view text) { complain(text); }}};
    call_script script_{make_script_hooks()};
    // One more than a call may have: the broker's own limit is what should be reported.
    line_reader lines_{STDIN_FILENO, wire::payload_bytes_max + 1};
    bool in_line_ = false;  // What is complained of now is about the line being read.
    bool input_ended_ = false;
};

headless_host::headless_host(host_options const& options)
    : config_{read_host_config(options.app_dir, options.asset_dir)}, door_{connect_to_broker(
                                                                         options)} {
    auto& broker = door_.connection();
    door_.lead_to(bridge_);
    end_with_the_broker(broker, thread_);
    broker.on_log([this](client::log_level, std::string_view text) {
        thread_.post([this, said = std::string{text}] { complain(said); });
    });
    bridge_.watch_calls(script_);
    offers_.offer_on(broker);
    desk_.hear_cancels(broker);
    window_offers_.offer_on(broker, desk_);
    dialogs_.offer_on(broker, desk_);
    menus_.offer_on(broker, desk_);
    broker.ready();
    tell_window_state(broker, window_state::open);
    tell_window_state(broker, window_state::ready);  // The script is all there is of a page.
    door_.hear_everything();
}

action_hooks headless_host::make_action_hooks() {
    return {
        .quit = [this](int code) { thread_.quit(code); },
        .close = [this] { question_.ask(); },
        .load_start_page = [this] { bridge_.start_page(); },
        .evaluate = [](std::string const&) {},  // There is no page to run it in.
        .complain = [this](std::string_view sentence) { complain(sentence); },
    };
}

call_script::hooks headless_host::make_script_hooks() {
    return {
        .send = [this](std::string_view line) { bridge_.receive(page_name, line); },
        .complain = [](std::string const& sentence) { print_problem(sentence); },
        .on_over = [this] { finish(); },
        .on_room =
            [this](bool may_read) {
                if (!may_read) return thread_.ignore_input();
                // Not from inside an answer that is being carried to the page.
                thread_.post([this] { take_lines(); });
            },
    };
}

void headless_host::complain(std::string_view sentence) {
    print_problem((in_line_ ? script_.position() : std::string{}).append(sentence));
}

void headless_host::read_input() {
    const auto state = lines_.read_some();
    if (state == line_reader::state::failed) print_problem("stdin cannot be read");
    input_ended_ = state != line_reader::state::open;
    take_lines();
}

void headless_host::take_lines() {
    for (line_reader::line line; script_.may_read();) {
        if (!lines_.next(line)) {
            if (input_ended_) {
                thread_.ignore_input();
                return script_.end_input();
            }
            return thread_.watch_input(STDIN_FILENO, [this] { read_input(); });
        }
        in_line_ = true;
        if (line.too_long)
            script_.skip_line("longer than " + std::to_string(wire::payload_bytes_max) + " bytes");
        else script_.take_line(line.text);
        in_line_ = false;
    }
}

void headless_host::finish() {
    // An emitted event has no answer. The broker answers in order: when this answer is here, all
    // that was sent before has been read, and what it caused is here, too.
    door_.connection().call("fairlead.list", "[]", {}, [this](client::reply const&) {
        thread_.post([this] { thread_.quit(port_.is_broken() ? 1 : 0); });
    });
}

int headless_host::run() {
    thread_.watch_input(STDIN_FILENO, [this] { read_input(); });
    const int code = thread_.run();
    port_.flush();
    if (!port_.is_broken()) return code;
    print_problem("stdout cannot be written");
    return 1;
}

}  // namespace

int run_headless(host_options const& options) {
    std::signal(SIGPIPE, SIG_IGN);  // NOLINT(cert-err33-c): a closed stdout is an exit code.
    headless_host host{options};
    return host.run();
}

}  // namespace fairlead::host
