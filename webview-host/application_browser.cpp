// SPDX-License-Identifier: MIT
//
// application_browser — a host for browsers: a server, and for each page a way to the broker.
#include "webview-host/application.hpp"
#include "webview-host/bridge/bindings_cache.hpp"
#include "webview-host/bridge/broker_return.hpp"
#include "webview-host/bridge/connection_door.hpp"
#include "webview-host/config/host_config.hpp"
#include "webview-host/dev/asio_main_thread.hpp"
#include "webview-host/dev/browser_page.hpp"
#include "webview-host/dev/dev_news.hpp"
#include "webview-host/dev/dev_server.hpp"
#include "webview-host/dev/upstream.hpp"
#include "webview-host/dev/window_by_broker.hpp"
#include "webview-host/serving/request_desk.hpp"

#include <fairlead/vocabulary/window_names.hpp>

#include <csignal>
#include <cstdio>
#include <stdexcept>

namespace fairlead::host {
namespace {

using namespace std::chrono_literals;

constexpr auto bindings_patience = 10s;
constexpr auto broker_patience = 60s;  // As long as a page waits.
constexpr int pages_max = 64;

dev_server_options server_options(host_options const& options) {
    auto const& browser = options.browser;
    return {browser.at, browser.listen, browser.names, options.upstream, browser.tls};
}

class browser_host {
public:
    explicit browser_host(host_options const& options);
    ~browser_host() {
        server_.stop();
        line_->end();
        door_.close();  // Its handlers refer to everything else.
        front_end_.reset();
        thread_.end();
    }
    browser_host(browser_host const&) = delete;
    browser_host& operator=(browser_host const&) = delete;

    int run();

private:
    dev_server::hooks make_server_hooks();
    std::unique_ptr<browser_page> open_page(page_script script, browser_page::hooks use);
    void ask_for_methods(std::function<void(bindings_cache::answer)> done);
    void serve_broker();
    void broker_lost(std::string const& why);
    void complain(std::string_view sentence);

    host_config config_;
    asio_main_thread thread_;
    client::connect_options address_;
    connection_door door_;
    bindings_cache bindings_;
    asset_server assets_;
    worker_pool readers_;
    std::shared_ptr<connection_line> line_;
    std::unique_ptr<front_end> front_end_;
    request_desk requests_;
    shared_window window_;
    std::uint64_t pages_opened_ = 0;
    dev_server server_;
    dev_news news_;
    bool leaving_ = false;
    broker_return return_{address_, thread_};
};

browser_host::browser_host(host_options const& options)
    : config_{read_host_config(options.app_dir, options.asset_dir)},
      address_{broker_address(options)}, door_{client::connection::connect(address_)},
      bindings_{[this](auto done) { ask_for_methods(std::move(done)); },
                [this](std::string_view sentence) { complain(sentence); }},
      assets_{open_assets(config_.asset_dir), [this] { return bindings_.json(); },
              [](std::string_view) { return std::optional<std::string>{}; }},
      line_{std::make_shared<connection_line>(door_.connection(), thread_, config_.asset_patience)},
      front_end_{front_end_at(options.upstream, thread_)},
      requests_{assets_,
                readers_,
                thread_,
                line_,
                {[this](std::function<void()> then) { bindings_.refresh(std::move(then)); },
                 [this](std::string const& sentence) { complain(sentence); }, front_end_.get()}},
      window_{config_.window, config_.page, [this](std::string_view text) { complain(text); }},
      server_{thread_.loop(), server_options(options), make_server_hooks()},
      news_{thread_,
            {.on_window = [this](std::string_view data) { window_.take_news(data); },
             .on_reload = [this] { server_.reload(); },
             .on_news = [this](std::string const& json) { server_.tell(json); }}} {
    thread_.on_stop_signal([this] { thread_.quit(0); });
    serve_broker();
}

dev_server::hooks browser_host::make_server_hooks() {
    return {
        .answer =
            [this](page_request request, page_responder respond) {
                // A plugin may have got a handler since the last page.
                if (request.view().wants() == asset_request::wish::document) requests_.look_again();
                requests_.answer(std::move(request), std::move(respond));
            },
        .open_page =
            [this](page_script script, auto on_frames, auto on_end) {
                return open_page(script, {std::move(on_frames), std::move(on_end)});
            },
        .complain = [this](std::string_view sentence) { complain(sentence); },
    };
}

std::unique_ptr<browser_page> browser_host::open_page(page_script script, browser_page::hooks use) {
    if (server_.page_count() >= pages_max) return nullptr;
    auto as = address_;
    as.name = "browser-" + std::to_string(++pages_opened_);
    auto page =
        std::make_unique<browser_page>(std::move(as), script, thread_, window_, std::move(use));
    for (auto const& json : news_.kept()) page->queue().tell(json);
    return page;
}

void browser_host::ask_for_methods(std::function<void(bindings_cache::answer)> done) {
    door_.connection().call(
        "fairlead.methods", "[]", {bindings_patience},
        // A request of a page hangs on it: it goes on and does not end on this thread.
        [this, done = std::move(done)](client::reply const& reply) mutable {
            thread_.post([done = std::move(done), came = bindings_cache::answer{
                                                      reply.ok, std::string{reply.json},
                                                      std::string{reply.message}}] { done(came); });
        });
}

void browser_host::serve_broker() {
    auto& broker = door_.connection();
    broker.on_goodbye([this] {
        thread_.post([this] {
            leaving_ = true;
            thread_.quit(0);
        });
    });
    broker.on_closed([this](std::string_view reason) {
        thread_.post([this, why = std::string{reason}] { broker_lost(why); });
    });
    broker.ready();
    news_.listen_on(broker);
}

/// The pages stay where they are, and so do we.
void browser_host::broker_lost(std::string const& why) {
    if (leaving_) return;
    print_problem(why + "; waiting for another one");
    window_.broker_gone();
    return_.wait_for_it(broker_patience, [this](std::unique_ptr<client::connection> found) {
        if (!found) {
            print_problem("there is no other broker");
            return thread_.quit(1);
        }
        door_.adopt(std::move(found));
        line_->move_to(door_.connection());
        serve_broker();
        door_.connection().log(client::log_level::info, "the development server is back");
    });
}

void browser_host::complain(std::string_view sentence) {
    door_.connection().log(client::log_level::warning, sentence);
}

int browser_host::run() {
    // Whoever started us reads it: it is served from now on.
    std::printf("%s\n", server_.url().c_str());
    std::fflush(stdout);
    return thread_.run();
}

}  // namespace

int run_browser(host_options const& options) {
    std::signal(SIGPIPE, SIG_IGN);  // NOLINT(cert-err33-c): who has gone is an error code.
    browser_host host{options};
    return host.run();
}

}  // namespace fairlead::host
