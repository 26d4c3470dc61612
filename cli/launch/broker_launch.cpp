// SPDX-License-Identifier: MIT
//
// broker_launch — the broker writes a line to a pipe once its socket listens.
#include "cli/launch/broker_launch.hpp"

#include "cli/exit_code.hpp"
#include "cli/launch/secret.hpp"

#include <fairlead/vocabulary/result.hpp>

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

namespace fairlead::cli {
namespace {

using namespace std::chrono_literals;

constexpr auto start_patience = 15s;
constexpr auto goodbye = 5s;         // Its plugins have 4 s in all to drain.
constexpr int already_running = 69;  // The broker's exit code, see fairlead-broker --help.

[[noreturn]] void throw_ended(child_process& broker, std::string const& app) {
    // It said on stderr what is wrong.
    const auto code = broker.stop(1s);
    throw command_failed{exit_code::failure, "run",
                         code == already_running
                             ? app + " is running already"
                             : "the broker ended with code " + std::to_string(code)};
}

}  // namespace

std::optional<child_process> start_broker(app_folder const& app, std::string const& host_token,
                                          int stop_fd, std::string const& log_level,
                                          std::string const& record, int output, bool counters) {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0)
        throw command_failed{exit_code::failure, "run", last_system_error().message()};
    const unique_fd ready{ends[0]};
    unique_fd write_end{ends[1]};
    const auto token = pipe_holding(host_token);
    std::vector<std::string> args{"--app",           app.name,
                                  "--app-dir",       app.dir.native(),
                                  "--host-token-fd", std::to_string(token.get()),
                                  "--ready-fd",      std::to_string(write_end.get())};
    if (!log_level.empty()) args.insert(args.end(), {"--log-level", log_level});
    if (!counters) args.insert(args.end(), {"--counters", "off"});
    if (!record.empty()) args.insert(args.end(), {"--record", record});
    auto broker = child_process::start({
        .program = program("fairlead-broker"),
        .args = std::move(args),
        .inherited = {token.get(), write_end.get()},
        .output = output,
        .errors = output,
        // What a broker and a plugin's guardian that die together leave has nobody else.
        .guarded = true,
        .goodbye = goodbye,
    });
    write_end.reset();  // Its end is the only one left: closed means ended.

    const auto until = std::chrono::steady_clock::now() + start_patience;
    for (;;) {
        const auto left =
            std::chrono::ceil<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
        if (left <= 0ms)
            throw command_failed{exit_code::timeout, "run", "the broker did not start within 15 s"};
        pollfd waits[] = {{ready.get(), POLLIN, 0}, {stop_fd, POLLIN, 0}};
        if (::poll(waits, 2, static_cast<int>(left.count())) <= 0) continue;
        if (waits[1].revents != 0) return std::nullopt;
        char byte;
        if (::read(ready.get(), &byte, 1) == 1) return broker;
        throw_ended(broker, app.name);
    }
}

}  // namespace fairlead::cli
