// SPDX-License-Identifier: MIT
//
// application_window — a host with a window: WebKitGTK's page, GTK's frame, one bridge between page
// and broker.
#include "webview-host/application.hpp"
#include "webview-host/assets/wails_paths.hpp"
#include "webview-host/bridge/bindings_cache.hpp"
#include "webview-host/bridge/bridge.hpp"
#include "webview-host/bridge/broker_return.hpp"
#include "webview-host/bridge/call_journal.hpp"
#include "webview-host/bridge/connection_door.hpp"
#include "webview-host/bridge/script_port.hpp"
#include "webview-host/bridge/wails_style.hpp"
#include "webview-host/config/host_config.hpp"
#include "webview-host/dev/upstream.hpp"
#include "webview-host/dialogs/dialog_offers.hpp"
#include "webview-host/dialogs/gtk_dialogs.hpp"
#include "webview-host/loop/glib_main_thread.hpp"
#include "webview-host/menu/gtk_menu_bar.hpp"
#include "webview-host/menu/menu_offers.hpp"
#include "webview-host/serving/request_desk.hpp"
#include "webview-host/system/close_question.hpp"
#include "webview-host/system/dbus_notifier.hpp"
#include "webview-host/system/notification_calls.hpp"
#include "webview-host/system/system_offers.hpp"
#include "webview-host/system/window_actions.hpp"
#include "webview-host/system/window_news.hpp"
#include "webview-host/system/window_offers.hpp"
#include "webview-host/tour.hpp"
#include "webview-host/window/crash_budget.hpp"
#include "webview-host/window/gtk_window.hpp"
#include "webview-host/window/navigation_rules.hpp"
#include "webview-host/window/page_path.hpp"
#include "webview-host/window/webkitgtk_view.hpp"

#include <fairlead/vocabulary/origin_rules.hpp>
#include <fairlead/vocabulary/window_names.hpp>

#include <atomic>
#include <cstdio>
#include <stdexcept>
#include <utility>

namespace fairlead::host {
namespace {

using namespace std::chrono_literals;

constexpr auto bindings_patience = 10s;
constexpr auto extension_patience = 3s;
constexpr auto broker_patience = 15s;  // The launcher starts another one.
constexpr auto orderly_end = 10s;      // Destructors and all.

host_config config_for_display(host_options const& options) {
    auto config = read_host_config(options.app_dir, options.asset_dir);
    open_display(config.program);
    return config;
}

/// The demo prints what it sees, and that is messages.
page_path_choice choose_path(host_options const& options) {
    if (!options.demo_png.empty()) return {{}, "the demo prints each call"};
    return choose_page_path(options.page_path, std::filesystem::read_symlink("/proc/self/exe"));
}

webkitgtk_options view_options(host_config const& config, host_options const& options,
                               page_path_choice const& path) {
    auto folder = path.folder;
    // Messages are measured with the same clock.
    if (folder.empty() && options.page_clock)
        folder = choose_page_path(page_path_wish::automatic,
                                  std::filesystem::read_symlink("/proc/self/exe"))
                     .folder;
    return {config.app,  options.automation,           config.window.background,
            config.page, {folder, options.page_clock}, options.sandbox};
}

void print_line(std::string const& line) {
    std::printf("%s\n", line.c_str());
    std::fflush(stdout);
}

class window_host {
public:
    window_host(host_options const& options, last_resort& last);
    ~window_host() {
        line_->end();
        door_.close();  // Its handlers refer to everything else.
    }
    window_host(window_host const&) = delete;
    window_host& operator=(window_host const&) = delete;

    int run();

private:
    webview_listener make_listener();
    action_hooks make_action_hooks();
    close_question::hooks make_close_hooks();
    void offer_launches(client::connection& broker);
    void close_by_hand();
    std::string script_at(std::string_view path) const;
    page_responder admitting(page_request const& request, page_responder respond) const;
    void ask_for_methods(std::function<void(bindings_cache::answer)> done);
    void page_lost(std::string const& why);
    void serve_broker();
    void broker_lost(std::string const& why);
    void complain(std::string_view sentence);
    void tell(std::string_view topic, std::string_view data_json);
    void open_channel(channel_responder respond);
    void tell_path(std::string_view path);

    last_resort& last_;
    host_config config_;
    origin_rules allowed_{config_.page.allowed_origins};
    page_path_choice path_;
    bool told_path_ = false;
    bool page_loaded_ = false;
    bool wails_style_;
    glib_main_thread thread_;
    client::connect_options address_;
    connection_door door_;
    script_port port_;
    bindings_cache bindings_;
    asset_server assets_;
    worker_pool readers_;
    std::shared_ptr<connection_line> line_;
    std::unique_ptr<front_end> front_end_;
    request_desk requests_;
    webkitgtk_view page_;
    gtk_window window_;
    window_actions actions_;
    bridge bridge_;
    dbus_notifier notes_;
    close_question question_;
    system_offers offers_{{window_, notes_}, thread_};
    call_desk desk_{thread_};
    window_offers window_offers_{actions_, window_,
                                 [this](std::string const& script) { page_.evaluate(script, {}); }};
    gtk_dialogs desktop_{window_.handle()};
    dialog_offers dialogs_{desktop_};
    gtk_menu_bar bar_{window_.handle(), window_.box()};
    menu_offers menus_{bar_};
    crash_budget crashes_;
    call_journal journal_{print_line};
    std::unique_ptr<tour> tour_;
    std::atomic<bool> leaving_{false};  // Told to by the broker.
    broker_return return_{address_, thread_};
};

window_host::window_host(host_options const& options, last_resort& last)
    : last_{last}, config_{config_for_display(options)}, path_{choose_path(options)},
      wails_style_{options.page_path == page_path_wish::wails_style}, address_{broker_address(
                                                                          options)},
      door_{client::connection::connect(address_)}, port_{[this](std::string const& script,
                                                                 std::function<void(bool)> done) {
          page_.evaluate(script, std::move(done));
      }},
      bindings_{[this](auto done) { ask_for_methods(std::move(done)); },
                [this](std::string_view sentence) { complain(sentence); }},
      assets_{open_assets(config_.asset_dir), [this] { return bindings_.json(); },
              [this](std::string_view id) { return port_.take_payload(id); }},
      line_{std::make_shared<connection_line>(door_.connection(), thread_, config_.asset_patience)},
      front_end_{front_end_at(options.upstream, thread_)},
      requests_{assets_,
                readers_,
                thread_,
                line_,
                {[this](std::function<void()> then) { bindings_.refresh(std::move(then)); },
                 [this](std::string const& sentence) { complain(sentence); }, front_end_.get()}},
      page_{view_options(config_, options, path_), make_listener()}, window_{config_.window,
                                                                             page_.widget(),
                                                                             [this] {
                                                                                 close_by_hand();
                                                                             }},
      actions_{window_, config_.window, config_.page, make_action_hooks()}, bridge_{door_, port_,
                                                                                    actions_,
                                                                                    thread_},
      notes_{config_.app, config_.window.icon,
             [this](notification_response const& response) {
                 tell(window_names::notification_response, "[" + to_json(response) + "]");
             }},
      question_{thread_, make_close_hooks()} {
    window_.on_background = [this](window_colour colour) { page_.set_background(colour); };
    door_.lead_to(bridge_);
    thread_.on_stop_signal([this] { thread_.quit(0); });
    serve_broker();
    if (path_.folder.empty()) tell_path("messages (" + path_.why + ")");
    if (!options.demo_png.empty()) {
        bridge_.watch_calls(journal_);
        tour_ = std::make_unique<tour>(page_, thread_, options.demo_png, print_line);
        tour_->start();
    }
}

webview_listener window_host::make_listener() {
    return {
        .on_page_started =
            [this](std::string const& origin) {
                bridge_.start_page(origin);
                requests_.start_page();
            },
        .on_page_loaded =
            [this] {
                page_loaded_ = true;
                tell_window_state(door_.connection(), window_state::ready);
                if (!told_path_)
                    thread_.after(extension_patience, [this] {
                        tell_path("messages (the page's process did not load " +
                                  path_.folder.string() + ")");
                    });
                if (tour_) tour_->on_page_loaded();
            },
        .on_message =
            [this](std::string_view page, std::string_view text) {
                if (wails_style_)
                    if (const auto script = wails_style_answer(text))
                        return page_.evaluate(*script, {});
                bridge_.receive(page, text);
            },
        .on_request =
            [this](page_request request, page_responder respond) {
                auto to = admitting(request, std::move(respond));
                requests_.answer(std::move(request), std::move(to));
            },
        .page_scripts = [this] { return script_at(ipc_path) + "\n" + script_at(runtime_path); },
        .on_channel_wanted =
            [this](channel_responder respond) { open_channel(std::move(respond)); },
        .on_outside_address = [this](std::string const& url) { actions_.open_outside(url); },
        .on_files_dropped =
            [this](int x, int y, std::vector<std::string> const& paths) {
                tell(window_names::file_drop, file_drop_data(x, y, paths));
            },
        .on_page_lost = [this](std::string const& why) { page_lost(why); },
        .on_closed = [this] { thread_.quit(0); },
        .on_refused = [this](std::string const& sentence) { complain(sentence); },
    };
}

action_hooks window_host::make_action_hooks() {
    return {
        .quit = [this](int code) { thread_.quit(code); },
        .close = [this] { question_.ask(); },
        .load_start_page = [this] { page_.load_start_page(); },
        .evaluate = [this](std::string const& script) { page_.evaluate(script, {}); },
        .complain = [this](std::string_view sentence) { complain(sentence); },
    };
}

close_question::hooks window_host::make_close_hooks() {
    return {
        .ask =
            [this](auto deadline, auto on_reply) {
                door_.connection().call(window_names::before_close, "[]", {deadline},
                                        std::move(on_reply));
            },
        .close = [this] { thread_.quit(0); },
        .complain = [this](std::string_view sentence) { complain(sentence); },
        .later = [this](auto delay, auto job) { thread_.after(delay, std::move(job)); },
        .undisturbed = [this] { return dialogs_.undisturbed(); },
    };
}

void window_host::close_by_hand() {
    if (config_.window.hide_on_close) return window_.hide();
    question_.ask();
}

/// `fairlead run` of an app that is there already.
void window_host::offer_launches(client::connection& broker) {
    broker.offer(window_names::launched_again, [this](client::incoming_call call) {
        auto news = second_instance_data(call.args);
        if (!news) return call.answer.error(errc::bad_arguments, "[[\"arg\",…],\"directory\"]");
        call.answer.result("null");
        thread_.post([this, news = std::move(*news)] {
            window_.set_minimised(false);
            window_.show();
            tell(window_names::second_instance, news);
        });
    });
}

std::string window_host::script_at(std::string_view path) const {
    const auto script = assets_.own({.target = path});
    return std::get<std::string>(script.value().body);
}

/// A page of an allowed origin reads its long answers from here, although it is not of here.
page_responder window_host::admitting(page_request const& request, page_responder respond) const {
    const auto from = header_in(request.headers, "Origin");
    if (!request.target.starts_with(payload_path_prefix) || !allowed_.allows(from)) return respond;
    return [respond = std::move(respond), from = std::string{from}](asset_response response) {
        response.headers.push_back({"Access-Control-Allow-Origin", from});
        respond(std::move(response));
    };
}

void window_host::ask_for_methods(std::function<void(bindings_cache::answer)> done) {
    door_.connection().call(
        "fairlead.methods", "[]", {bindings_patience},
        // A request of the page hangs on it: it goes on and does not end on this thread.
        [this, done = std::move(done)](client::reply const& reply) mutable {
            thread_.post([done = std::move(done), came = bindings_cache::answer{
                                                      reply.ok, std::string{reply.json},
                                                      std::string{reply.message}}] { done(came); });
        });
}

void window_host::open_channel(channel_responder respond) {
    if (path_.folder.empty()) return respond(path_.why);
    bridge_.request_channel(
        std::string{own_origin}, [this, respond = std::move(respond)](client::page_answer answer) {
            if (auto* granted = std::get_if<client::page_channel>(&answer)) {
                tell_path("in-page");
                return respond(channel_ends{granted->ring_bytes, std::move(granted->descriptors)});
            }
            auto& why = std::get<std::string>(answer);
            tell_path("messages (" + why + ")");
            respond(std::move(why));
        });
}

/// Once: the first page decides what a person wants to know.
void window_host::tell_path(std::string_view path) {
    if (std::exchange(told_path_, true)) return;
    door_.connection().log(client::log_level::info, "page path: " + std::string{path});
}

void window_host::page_lost(std::string const& why) {
    bridge_.start_page();
    requests_.start_page();
    if (!crashes_.try_spend(std::chrono::steady_clock::now())) {
        print_problem(why + " too often; giving up");
        return thread_.quit(1);
    }
    complain(why + "; the page is loaded again");
    page_.load_start_page();
}

/// What each broker that we come to is told and asked.
void window_host::serve_broker() {
    auto& broker = door_.connection();
    broker.on_goodbye([this] {
        leaving_ = true;
        last_.end_within(orderly_end, "the broker said goodbye");
        thread_.quit(0);
    });
    broker.on_closed([this](std::string_view reason) {
        last_.end_within(broker_patience + orderly_end, "it has no broker");
        thread_.post([this, why = std::string{reason}] { broker_lost(why); });
    });
    broker.on_log([this](client::log_level, std::string_view text) {
        thread_.post([said = std::string{text}] { print_problem(said); });
    });
    offers_.offer_on(broker);
    desk_.hear_cancels(broker);
    window_offers_.offer_on(broker, desk_);
    dialogs_.offer_on(broker, desk_);
    menus_.offer_on(broker, desk_);
    offer_launches(broker);
    broker.ready();
    tell_window_state(broker, window_state::open);
    if (page_loaded_) tell_window_state(broker, window_state::ready);
}

/// The page stays: what a person has typed into it must not go with the broker.
void window_host::broker_lost(std::string const& why) {
    if (leaving_) return;
    print_problem(why + "; waiting for another one");
    bridge_.lose_broker(why);
    desk_.take_all_back();
    return_.wait_for_it(broker_patience, [this](std::unique_ptr<client::connection> found) {
        if (!found) {
            print_problem("there is no other broker");
            return thread_.quit(1);
        }
        last_.withdraw();
        door_.adopt(std::move(found));
        line_->move_to(door_.connection());
        serve_broker();
        bridge_.find_broker();
        door_.connection().log(client::log_level::info, "the window is back");
    });
}

void window_host::complain(std::string_view sentence) {
    // Through the broker's log, which has the time and our name; it knows how to be brief.
    door_.connection().log(client::log_level::warning, sentence);
}

/// Plugins hear it through the broker, and so does a page with a channel of its own; others here.
void window_host::tell(std::string_view topic, std::string_view data_json) {
    door_.connection().emit(topic, data_json);
    bridge_.deliver_event(topic, data_json);
}

int window_host::run() {
    page_.load_start_page();
    const int code = thread_.run();
    last_.end_within(orderly_end, "it was told to end");
    return code;
}

}  // namespace

int run_window(host_options const& options, last_resort& last) {
    window_host host{options, last};
    return host.run();
}

}  // namespace fairlead::host
