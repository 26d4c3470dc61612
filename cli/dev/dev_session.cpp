// SPDX-License-Identifier: MIT
//
// dev_session — how an app comes to run; what happens then is in dev_changes.cpp.
#include "cli/dev/dev_session.hpp"

#include "cli/dev/dev_news.hpp"
#include "cli/exit_code.hpp"
#include "cli/project/front_end.hpp"
#include "cli/text_file.hpp"

#include <unistd.h>

namespace fairlead::cli::dev {
namespace {

constexpr auto verb = "dev";
constexpr auto build_topic = "fairlead/dev/build";
constexpr auto front_end_topic = "fairlead/dev/front-end";

std::string seconds_text(std::chrono::milliseconds took) {
    char text[32];
    std::snprintf(text, sizeof text, "%.1f s", static_cast<double>(took.count()) / 1e3);
    return text;
}

std::vector<std::string> tls_options_of(dev_command const& command) {
    if (!command.tls_cert.empty())
        return {"--tls-cert", std::filesystem::absolute(command.tls_cert), "--tls-key",
                std::filesystem::absolute(command.tls_key)};
    return command.tls ? std::vector<std::string>{"--tls"} : std::vector<std::string>{};
}

}  // namespace

dev_session::dev_session(dev_command command)
    : command_{std::move(command)}, settings_{dev_settings::of(command_)},
      app_{app_folder::open(command_.app_dir, verb)}, instance_{become_instance(app_, {})},
      config_text_{read_text(app_.dir / "wails.json").value_or("")}, signals_{SIGCONT},
      keys_{STDIN_FILENO}, out_{stdout, command_.no_colour ? console::colours::none
                                                           : console::colours::automatic},
      changes_{settings_.quiet},
      builder_{loop_,
               settings_.app,
               here_,
               {.on_begin = [this] { tell_build(building_news(changed_)); },
                .on_line = [this](std::string const& line) { out_.say("build", line); },
                .on_end = [this](build_outcome const& outcome) { plugins_built(outcome); }}},
      swap_{broker_, app_.dir, [this](swap_outcome const& outcome) { plugins_swapped(outcome); }},
      processes_{loop_,
                 out_,
                 signals_.fd(),
                 {.on_broker = [this] { broker_is_there(); },
                  .on_serving =
                      [this](std::string url) {
                          browser_url_ = std::move(url);
                          out_.say("in a browser: " + browser_url_, tone::good);
                          if (command_.browser) open_browser();
                      },
                  .on_end = [this](int code) { quit(code); }}},
      front_end_{loop_,
                 settings_,
                 {.on_line = [this](std::string const& line) { out_.say("front", line); },
                  .on_ready =
                      [this](std::string const& url) {
                          if (!url.empty()) tell_front_end(front_end_ready_news(url));
                          if (stage_ == stage::front_end) launch();
                      },
                  .on_trouble =
                      [this](std::string const& why) {
                          out_.say("the front end's server: " + why, tone::bad);
                          quit(static_cast<int>(exit_code::timeout));
                      },
                  .on_end =
                      [this](int code) {
                          out_.say("the front end's server has ended with code " +
                                       std::to_string(code) + "; r starts it again",
                                   tone::bad);
                          tell_front_end(front_end_gone_news(code));
                          if (stage_ == stage::front_end)
                              quit(static_cast<int>(exit_code::failure));
                      }}} {
    if (std::holds_alternative<handed_over>(instance_))
        throw command_failed{exit_code::failure, verb, app_.name + " is running already"};
}

int dev_session::run() {
    loop_.watch(signals_.fd(), [this] { take_signal(); });
    if (keys_.are_there()) loop_.watch(keys_.fd(), [this] { take_key(); });
    out_.say(app_.name + (keys_.are_there() ? ": h shows the keys, q ends it" : ""));
    if (command_.clean) std::filesystem::remove_all(plugin_build_folder(settings_.app));
    watch();
    if (builder_.has_work()) builder_.build();
    else begin_front_end();
    const int code = loop_.run();
    out_.say("ending");
    broker_.close();
    processes_.stop();
    return code;
}

void dev_session::plugins_built(build_outcome const& outcome) {
    if (!outcome.ok) tell_failed(outcome);
    if (outcome.outdated) return out_.say("build", "something has changed meanwhile: once more");
    if (!outcome.ok) {
        if (stage_ == stage::building)
            out_.say("the app is started once its plugins are built: waiting for a change");
        return;
    }
    out_.say("build", "built in " + seconds_text(outcome.took), tone::good);
    if (stage_ == stage::building) return begin_front_end();
    if (stage_ == stage::running) swap_.replace_changed();
}

void dev_session::begin_front_end() {
    stage_ = stage::front_end;
    generate_wailsjs();
    const auto serve = [this] { start_front_end_server(); };
    const auto build = [this, serve] {
        run_front_end_step("build", settings_.build_command, serve);
    };
    if (settings_.install_command.empty() ||
        front_end_is_installed(settings_.app, settings_.install_command))
        return build();
    run_front_end_step("install", settings_.install_command, [this, build] {
        note_front_end_installed(settings_.app, settings_.install_command);
        build();
    });
}

void dev_session::run_front_end_step(std::string const& title, std::string const& line,
                                     std::function<void()> then) {
    if (line.empty()) return then();
    out_.say("front end: " + title + ": " + line);
    step_ = std::make_unique<heard_child>(
        loop_,
        child_process::spec{.program = "/bin/sh",
                            .args = {"-c", line},
                            .directory = settings_.app.frontend,
                            .guarded = true},
        heard_child::hooks{.on_line = [this](std::string text) { out_.say("front", text); },
                           .on_end =
                               [this, title, then = std::move(then)](int code) {
                                   step_.reset();
                                   if (code == 0) return then();
                                   out_.say("front end: " + title + " has ended with code " +
                                                std::to_string(code),
                                            tone::bad);
                                   quit(static_cast<int>(exit_code::failure));
                               }});
}

void dev_session::start_front_end_server() {
    if (settings_.watcher_command.empty() && settings_.front_end_url.empty()) return launch();
    if (!settings_.watcher_command.empty()) tell_front_end(front_end_starting_news());
    front_end_.start();
}

void dev_session::launch() {
    swap_.begin(app_plugins::of(app_.dir, verb));
    stage_ = stage::running;
    const app_launch what{.app = app_,
                          .log_level = command_.log_level,
                          .dev_server = settings_.dev_server,
                          .dev_server_options = tls_options_of(command_),
                          .upstream = front_end_.url(),
                          .assets = command_.asset_dir.empty() ? "" : settings_.app.assets,
                          .window = !command_.headless};
    if (!processes_.start(what)) return;  // A signal has come, which the loop hears of.
    out_.say(app_.name + " runs", tone::good);
}

void dev_session::broker_is_there() {
    broker_.open(app_.name);
    if (!build_news_.empty()) broker_.emit(build_topic, build_news_);
    if (!front_end_news_.empty()) broker_.emit(front_end_topic, front_end_news_);
}

void dev_session::tell_build(std::string json) {
    build_news_ = std::move(json);
    broker_.emit(build_topic, build_news_);
}

void dev_session::tell_front_end(std::string json) {
    front_end_news_ = std::move(json);
    broker_.emit(front_end_topic, front_end_news_);
}

}  // namespace fairlead::cli::dev
