// SPDX-License-Identifier: MIT
//
// run — broker, plugins and host as one app: started in order, ended together.
//
// The broker starts the plugins. We start the broker and the host, give both the same one-time
// token, and wait for the first end: of the host, of the broker, or a signal to us.
#include "cli/commands/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/launch/app_folder.hpp"
#include "cli/launch/broker_launch.hpp"
#include "cli/launch/child_process.hpp"
#include "cli/launch/restart_budget.hpp"
#include "cli/launch/secret.hpp"
#include "cli/launch/single_instance.hpp"
#include "cli/launch/stop_signals.hpp"

#include <fairlead/handshake/socket_path.hpp>

#include <boost/json.hpp>

#include <poll.h>

#include <cstdio>
#include <functional>

namespace fairlead::cli {
namespace {

using namespace std::chrono_literals;

constexpr auto stop_patience = 5s;

child_process start_host(app_folder const& app, run_command const& command,
                         unique_fd const& token) {
    std::vector<std::string> args{"--app-dir", app.dir.native(), "--name", "window"};
    if (command.headless) args.emplace_back("--headless");
    if (command.automation) args.emplace_back("--automation");
    if (!command.demo_png.empty()) {
        args.emplace_back("--demo");
        args.push_back(std::filesystem::absolute(command.demo_png));
    }
    return child_process::start({
        .program = program("fairlead-webview"),
        .args = std::move(args),
        .environment = {{"FAIRLEAD_SOCKET", handshake::socket_path(app.name).native()},
                        {"FAIRLEAD_TOKEN_FD", std::to_string(token.get())},
                        {"FAIRLEAD_NAME", "window"}},
        .inherited = {token.get()},
    });
}

/// What was started. The plugins are the broker's, so it is asked for them.
void print_processes(app_folder const& app, child_process const& broker,
                     child_process const& host) {
    std::printf("app     %s\nbroker  pid %d, socket %s\nhost    pid %d\n", app.name.c_str(),
                broker.pid(), handshake::socket_path(app.name).c_str(), host.pid());
    try {
        const auto asked = attach({.app = app.name, .socket = {}, .timeout = 5s});
        const auto list = asked->call_wait("fairlead.list", "[]", {5s});
        const auto plugins = boost::json::parse(list.ok ? list.json : R"({"plugins":[]})");
        for (auto const& one : plugins.at("plugins").as_array())
            std::printf("plugin  pid %d, %s\n", one.at("pid").to_number<int>(),
                        one.at("name").as_string().c_str());
    } catch (std::exception const&) {
        // It has just ended, or will say itself what is wrong: this is information, not a step.
    }
    std::fflush(stdout);
}

/// The exit code of the app: the host's own, unless something else ended it. A window outlives a
/// broker that crashes and finds the next one by itself; a headless host ends with its broker.
int wait_for_the_end(std::optional<child_process>& broker, child_process& host,
                     stop_signals const& signals,
                     std::function<std::optional<child_process>()> const& another_broker) {
    restart_budget restarts;
    for (;;) {
        pollfd waits[] = {
            {host.pidfd(), POLLIN, 0}, {broker->pidfd(), POLLIN, 0}, {signals.fd(), POLLIN, 0}};
        if (::poll(waits, 3, -1) < 0) continue;
        if (waits[0].revents != 0) {
            const auto code = host.ended().value_or(1);
            if (code > 128)
                std::fprintf(stderr, "run: the host was ended by signal %d\n", code - 128);
            broker->stop(stop_patience);
            return code;
        }
        if (waits[2].revents != 0) {
            const int signal = signals.take();
            host.stop(stop_patience);
            broker->stop(stop_patience);
            return 128 + signal;
        }
        if (waits[1].revents != 0) {
            const auto code = broker->ended().value_or(1);
            std::fprintf(stderr, "run: the broker ended with code %d\n", code);
            if (another_broker && restarts.allow(code)) {
                if (auto next = another_broker()) broker.emplace(std::move(*next));
                continue;  // Without one a signal has come.
            }
            host.stop(stop_patience);
            return static_cast<int>(exit_code::failure);
        }
    }
}

}  // namespace

int execute(run_command const& command) {
    const auto app = app_folder::open(command.app_dir);
    const auto instance = become_instance(app, command.args);
    if (std::holds_alternative<handed_over>(instance)) return 0;
    const stop_signals signals;
    const auto token = make_token();

    const auto start = [&] { return start_broker(app, token, signals.fd(), {}, command.record); };
    auto broker = start();
    if (!broker) return 128 + signals.take();
    auto host = start_host(app, command, pipe_holding(token));
    if (!command.headless) print_processes(app, *broker, host);
    std::function<std::optional<child_process>()> another;
    if (!command.headless) another = start;
    return wait_for_the_end(broker, host, signals, another);
}

}  // namespace fairlead::cli
