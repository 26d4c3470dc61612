// SPDX-License-Identifier: MIT
//
// app_processes — all hosts show the broker the same token; so does one that meets its successor.
#include "cli/dev/app_processes.hpp"

#include "cli/exit_code.hpp"
#include "cli/launch/broker_launch.hpp"
#include "cli/launch/secret.hpp"

#include <fairlead/handshake/socket_path.hpp>

namespace fairlead::cli::dev {
namespace {

std::string ending(std::string const& who, int code) {
    if (code > 128) return who + " was ended by signal " + std::to_string(code - 128);
    return who + " has ended with code " + std::to_string(code);
}

}  // namespace

app_processes::app_processes(poll_loop& loop, console& out, int stop_fd, hooks use)
    : loop_{loop}, out_{out}, stop_fd_{stop_fd}, hooks_{std::move(use)}, token_{make_token()} {}

bool app_processes::start(app_launch what) {
    what_ = std::move(what);
    if (!start_a_broker()) return false;
    if (what_.window) start_window();
    start_browser_server();
    return true;
}

void app_processes::stop() {
    for (auto* one : {&window_, &browser_server_, &broker_})
        if (*one) (*one)->ask_to_end();
    window_.reset();
    browser_server_.reset();
    broker_.reset();
}

bool app_processes::start_a_broker() {
    output_pipe output;
    auto started =
        start_broker(what_.app, token_, stop_fd_, what_.log_level, {}, output.write.get());
    output.write.reset();
    if (!started) return false;
    broker_ = std::make_unique<heard_child>(
        loop_, std::move(*started), std::move(output.read),
        heard_child::hooks{.on_line = [this](std::string const& line) { out_.say("broker", line); },
                           .on_end = [this](int code) { broker_ended(code); }});
    hooks_.on_broker();
    return true;
}

void app_processes::broker_ended(int code) {
    broker_.reset();
    out_.say(ending("the broker", code), tone::bad);
    if (!broker_restarts_.allow(code)) return hooks_.on_end(static_cast<int>(exit_code::failure));
    try {
        start_a_broker();  // False: a signal has come, which the loop will hear of.
    } catch (command_failed const& failed) {
        out_.say(failed.what(), tone::bad);
        hooks_.on_end(static_cast<int>(failed.code()));
    }
}

child_process::spec app_processes::host(std::string const& name, std::vector<std::string> args,
                                        unique_fd const& token) const {
    args.insert(args.begin(), {"--app-dir", what_.app.dir.native(), "--name", name});
    if (!what_.upstream.empty()) args.insert(args.end(), {"--upstream", what_.upstream});
    if (!what_.assets.empty()) args.insert(args.end(), {"--asset-dir", what_.assets.native()});
    return {.program = program("fairlead-webview"),
            .args = std::move(args),
            .environment = {{"FAIRLEAD_SOCKET", handshake::socket_path(what_.app.name).native()},
                            {"FAIRLEAD_TOKEN_FD", std::to_string(token.get())},
                            {"FAIRLEAD_NAME", name}},
            .inherited = {token.get()},
            .own_group = true};
}

void app_processes::start_window() {
    const auto token = pipe_holding(token_);
    window_ = std::make_unique<heard_child>(
        loop_, host("window", {}, token),
        heard_child::hooks{.on_line = [this](std::string const& line) { out_.say("window", line); },
                           .on_end =
                               [this](int code) {
                                   window_.reset();
                                   out_.say(code == 0 ? "the window was closed"
                                                      : ending("the window", code),
                                            code == 0 ? tone::plain : tone::bad);
                                   hooks_.on_end(code);
                               }});
}

/// It says its address once it serves there; whatever else it says is for people.
void app_processes::start_browser_server() {
    serving_ = false;
    const auto token = pipe_holding(token_);
    std::vector<std::string> args{"--browser", what_.dev_server};
    args.insert(args.end(), what_.dev_server_options.begin(), what_.dev_server_options.end());
    browser_server_ = std::make_unique<heard_child>(
        loop_, host("browser", std::move(args), token),
        heard_child::hooks{.on_line =
                               [this](std::string const& line) {
                                   const bool is_address =
                                       line.starts_with("http") && line.find(' ') == line.npos;
                                   if (serving_ || !is_address) return out_.say("browser", line);
                                   serving_ = true;
                                   hooks_.on_serving(line);
                               },
                           .on_end = [this](int code) { browser_server_ended(code); }});
}

void app_processes::browser_server_ended(int code) {
    browser_server_.reset();
    const bool again = server_restarts_.allow(code);
    out_.say(ending("the browser server", code) + (again ? "; it is started again" : ""),
             tone::bad);
    if (again) start_browser_server();
}

}  // namespace fairlead::cli::dev
