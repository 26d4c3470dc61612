// SPDX-License-Identifier: MIT
//
// metrics — from the counters, without asking the broker: once, or for whoever comes.
#include "cli/commands/commands.hpp"
#include "cli/metrics/metrics_server.hpp"
#include "cli/metrics/open_metrics.hpp"
#include "cli/top/counters_of.hpp"

#include <boost/asio/signal_set.hpp>

#include <csignal>
#include <cstdio>

namespace fairlead::cli {
namespace {

std::string text_of(std::filesystem::path const& counters) {
    top::moment now{top::read_counters(counters), {}};
    now.processes = top::usage_of(now.counters);
    return metrics::open_metrics(now);
}

int serve(metrics_command const& command, std::filesystem::path const& counters) {
    boost::asio::io_context loop;
    // The file is looked for each time: a broker may end, and another begin.
    metrics::metrics_server server{loop, [&counters] { return text_of(counters); }};
    const auto socket = counters.parent_path() / "metrics.sock";
    server.listen_at(socket);
    std::printf("%s\n", socket.c_str());
    if (command.port)
        std::printf("http://127.0.0.1:%u/metrics\n", server.listen_on_port(*command.port));
    std::fflush(stdout);
    boost::asio::signal_set signals{loop, SIGINT, SIGTERM};
    signals.async_wait([&loop](boost::system::error_code, int) { loop.stop(); });
    loop.run();
    return 0;
}

}  // namespace

int execute(metrics_command const& command) {
    const auto counters = top::counters_of(command.common.to, false);
    if (command.serve || command.port) return serve(command, counters);
    const auto text = text_of(counters);
    std::fwrite(text.data(), 1, text.size(), stdout);
    return 0;
}

}  // namespace fairlead::cli
