// SPDX-License-Identifier: MIT
//
// bench — how quick the whole path is on this machine: client, broker, plugin and back, through the
// SDK that everybody uses.
#include "cli/bench/bench_app.hpp"
#include "cli/bench/bench_report.hpp"
#include "cli/bench/crowd.hpp"
#include "cli/bench/echo_plugin.hpp"
#include "cli/bench/idleness.hpp"
#include "cli/bench/kills.hpp"
#include "cli/bench/misbehaving_plugin.hpp"
#include "cli/bench/page_bench.hpp"
#include "cli/bench/paused.hpp"
#include "cli/bench/process_stats.hpp"
#include "cli/bench/workload.hpp"
#include "cli/commands/commands.hpp"
#include "cli/exit_code.hpp"

#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <fstream>
#include <thread>

namespace fairlead::cli {
namespace {

using clock = std::chrono::steady_clock;

void progress(std::string const& text) {
    if (::isatty(STDERR_FILENO) == 1) std::fprintf(stderr, "\r\033[K%s", text.c_str());
}

struct cpu_used {
    double client, broker, plugin;
    static cpu_used now(bench_app const& app) {
        return {process_stats::of(::getpid()).cpu_seconds,
                process_stats::of(app.broker_pid()).cpu_seconds,
                process_stats::of(app.plugin_pid()).cpu_seconds};
    }
};

bench_case measure(bench_app const& app, client::connection& broker, workload const& what) {
    cpu_used before{};
    const auto result = run(broker, what, [&] { before = cpu_used::now(app); });
    const auto after = cpu_used::now(app);

    bench_case one;
    one.size = what.size;
    one.in_flight = what.in_flight;
    one.every_ms = static_cast<unsigned>(what.every.count());
    const auto at = [&](double share) { return result.round_trips->percentile(share) / 1e3; };
    one.p50_us = at(0.5);
    one.p90_us = at(0.9);
    one.p99_us = at(0.99);
    one.p999_us = at(0.999);
    one.max_us = static_cast<double>(result.round_trips->max()) / 1e3;
    one.per_second = result.per_second();
    one.megabytes_per_second = one.per_second * static_cast<double>(what.size) / 1e6;
    const auto calls = static_cast<double>(result.round_trips->count());
    one.cpu_client_us = (after.client - before.client) / calls * 1e6;
    one.cpu_broker_us = (after.broker - before.broker) / calls * 1e6;
    one.cpu_plugin_us = (after.plugin - before.plugin) / calls * 1e6;
    one.cpu_us = one.cpu_client_us + one.cpu_broker_us + one.cpu_plugin_us;
    return one;
}

/// One emitter, `subscribers` connections that count; the emitter is told no sooner than all have
/// all.
bench_events measure_events(bench_app const& app, unsigned subscribers,
                            std::chrono::duration<double> length) {
    std::atomic<std::uint64_t> heard{0};
    std::atomic<unsigned> listening{0};
    std::vector<std::unique_ptr<client::connection>> listeners;
    for (unsigned i = 0; i < subscribers; ++i) {
        listeners.push_back(app.connect());
        listeners.back()->subscribe(
            "bench", [&](auto, auto) { heard.fetch_add(1, std::memory_order_relaxed); },
            [&](client::reply const& reply) { listening += reply.ok ? 1 : 0; });
    }
    const auto wait_for = [&](auto done, char const* what) {
        const auto until = clock::now() + std::chrono::seconds{30};
        while (!done()) {
            if (clock::now() > until) throw command_failed{exit_code::timeout, "bench", what};
            std::this_thread::sleep_for(std::chrono::microseconds{50});
        }
    };
    wait_for([&] { return listening == subscribers; }, "subscriptions are not answered");

    const auto emitter = app.connect();
    const auto begun = clock::now();
    const auto end = begun + std::chrono::duration_cast<clock::duration>(length);
    std::uint64_t sent = 0;
    constexpr std::uint64_t ahead_max = 1'024;  // So that nothing is dropped: all are to arrive.
    while (clock::now() < end) {
        for (int i = 0; i < 64; ++i)
            sent +=
                emitter->emit("bench", "[1,\"an event of 64 bytes, give or take a few of them\"]")
                    ? 1
                    : 0;
        wait_for(
            [&] {
                return heard.load(std::memory_order_relaxed) + ahead_max * subscribers >=
                       sent * subscribers;
            },
            "events are missing");
    }
    wait_for([&] { return heard == sent * subscribers; }, "events are missing");
    return {subscribers, static_cast<double>(sent) /
                             std::chrono::duration<double>(clock::now() - begun).count()};
}

void write(std::string const& text, std::string const& file) {
    if (file == "-") {
        std::printf("%s\n", text.c_str());
        return;
    }
    std::ofstream out{file};
    out << text << '\n';
    if (!out.flush())
        throw command_failed{exit_code::failure, "bench", file + " cannot be written"};
}

int execute_page(bench_command const& command) {
    const auto results = measure_pages(command.rounds, progress);
    progress("");
    if (command.json_file != "-") std::printf("%s", page_table(results).c_str());
    if (!command.json_file.empty()) write(page_json(results), command.json_file);
    return 0;
}

/// Sizes, events and idleness, of one app.
void measure_app(bench_command const& command, bench_report& report) {
    const auto started = command.app.empty() ? std::make_unique<bench_app>()
                                             : std::make_unique<bench_app>(command.app);
    auto const& app = *started;
    {
        const auto broker = app.connect();
        for (const auto in_flight : command.in_flight) {
            for (const auto size : command.sizes) {
                progress("measuring " + size_text(size) + ", " + std::to_string(in_flight) +
                         " in flight …");
                report.cases.push_back(
                    measure(app, *broker,
                            {size, in_flight, std::chrono::duration<double>{command.seconds},
                             std::chrono::milliseconds{command.every_ms}}));
            }
        }
    }
    if (command.events)
        for (const unsigned subscribers : {1u, 8u, 64u}) {
            progress("measuring events to " + std::to_string(subscribers) + " subscribers …");
            report.events.push_back(
                measure_events(app, subscribers, std::chrono::duration<double>{command.seconds}));
        }
    if (command.idle_seconds > 0) {
        progress("measuring idleness …");
        report.idle = measure_idle(app, command.idle_seconds);
    }
    report.resident_broker = process_stats::of(app.broker_pid()).resident_bytes;
    report.resident_plugin = process_stats::of(app.plugin_pid()).resident_bytes;
}

}  // namespace

int execute(bench_command const& command) {
    if (command.page && !command.beside) return execute_page(command);
    bench_report report;
    if (command.crowd) report.crowd = measure_crowd(command.seconds, progress);
    if (command.paused) report.paused = measure_paused(2 * command.seconds, progress);
    if (command.kills > 0) report.kills = measure_kills(command.kills, progress);
    if (command.permissions) report.ruled = measure_ruled(command.seconds, progress);
    if (command.beside)
        report.beside = measure_beside(
            3 * command.seconds, command.page ? good_caller::page : good_caller::tool, progress);
    if (command.watched)
        report.watched = measure_watched(command.seconds, command.rounds, progress);
    if (!command.sizes.empty() || command.events || command.idle_seconds > 0)
        measure_app(command, report);
    progress("");
    if (command.json_file != "-") std::printf("%s", report.table().c_str());
    if (!command.json_file.empty()) write(report.json(), command.json_file);
    return 0;
}

int execute(bench_plugin_command const& command) {
    if (command.argc == 2 && !std::string_view{command.argv[1]}.starts_with('-'))
        return run_misbehaving_plugin(command.argv[1], 1, command.argv);
    return run_echo_plugin(command.argc, command.argv);
}

int execute(bench_subscriber_command const& command) {
    return run_paused_subscriber(command.socket);
}

}  // namespace fairlead::cli
