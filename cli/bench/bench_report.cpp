// SPDX-License-Identifier: MIT
//
// bench_report — two forms of the same figures.
#include "cli/bench/bench_report.hpp"

#include "cli/output/table.hpp"

#include <boost/json.hpp>

#include <sys/utsname.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <fstream>

namespace fairlead::cli {
namespace {

std::string number(double value, int decimals = 1) {
    std::array<char, 64> text;
    const int length = std::snprintf(text.data(), text.size(), "%.*f", decimals, value);
    return {text.data(), static_cast<std::size_t>(length)};
}

std::string cpu_model() {
    std::ifstream in{"/proc/cpuinfo"};
    for (std::string line; std::getline(in, line);)
        if (line.starts_with("model name")) return line.substr(line.find(':') + 2);
    return "unknown";
}

boost::json::object machine() {
    utsname kernel{};
    ::uname(&kernel);
    return {{"cpu", cpu_model()},
            {"cores", ::sysconf(_SC_NPROCESSORS_ONLN)},
            {"kernel", kernel.release},
            {"compiler", "g++ " __VERSION__},
            {"version", FAIRLEAD_VERSION}};
}

}  // namespace

std::string size_text(std::size_t bytes) {
    if (bytes >= 1u << 20 && bytes % (1u << 20) == 0) return std::to_string(bytes >> 20) + " MiB";
    if (bytes >= 1u << 10 && bytes % (1u << 10) == 0) return std::to_string(bytes >> 10) + " KiB";
    return std::to_string(bytes) + " B";
}

std::string bench_report::table() const {
    cli::table rows{{"SIZE", "IN FLIGHT", "P50 US", "P90", "P99", "P99.9", "MAX", "CALLS/S", "MB/S",
                     "CPU US/CALL", "CLIENT", "BROKER", "PLUGIN"}};
    for (auto const& one : cases)
        rows.add(
            {size_text(one.size) +
                 (one.every_ms != 0 ? ", one each " + std::to_string(one.every_ms) + " ms" : ""),
             std::to_string(one.in_flight), number(one.p50_us), number(one.p90_us),
             number(one.p99_us), number(one.p999_us), number(one.max_us), number(one.per_second, 0),
             number(one.megabytes_per_second), number(one.cpu_us, 2), number(one.cpu_client_us, 2),
             number(one.cpu_broker_us, 2), number(one.cpu_plugin_us, 2)});
    auto text = rows.text();
    for (auto const& one : events)
        text += "\nevents/s to " + std::to_string(one.subscribers) +
                " subscribers: " + number(one.per_second, 0);
    if (idle_seconds > 0)
        text += "\nidle for " + number(idle_seconds, 0) +
                " s: " + std::to_string(idle_wakeups_broker) + " wake-ups of the broker, " +
                std::to_string(idle_wakeups_plugin) + " of the plugin";
    text += "\nresident: broker " + number(static_cast<double>(resident_broker) / 1e6) +
            " MB, plugin " + number(static_cast<double>(resident_plugin) / 1e6) + " MB\n";
    return text;
}

std::string bench_report::json() const {
    boost::json::array list;
    for (auto const& one : cases)
        list.push_back({{"peer", "fairlead"},
                        {"size", one.size},
                        {"in_flight", one.in_flight},
                        {"every_ms", one.every_ms},
                        {"rtt_us",
                         {{"p50", one.p50_us},
                          {"p90", one.p90_us},
                          {"p99", one.p99_us},
                          {"p999", one.p999_us},
                          {"max", one.max_us}}},
                        {"rt_per_s", one.per_second},
                        {"mb_per_s", one.megabytes_per_second},
                        {"cpu_us_per_rt", one.cpu_us},
                        {"cpu_us_by_process",
                         {{"client", one.cpu_client_us},
                          {"broker", one.cpu_broker_us},
                          {"plugin", one.cpu_plugin_us}}}});
    boost::json::array heard;
    for (auto const& one : events)
        heard.push_back({{"subscribers", one.subscribers}, {"events_per_s", one.per_second}});
    const boost::json::object all{
        {"cases", std::move(list)},
        {"events", std::move(heard)},
        {"idle",
         {{"seconds", idle_seconds},
          {"wakeups_broker", idle_wakeups_broker},
          {"wakeups_plugin", idle_wakeups_plugin}}},
        {"resident_bytes", {{"broker", resident_broker}, {"plugin", resident_plugin}}},
        {"machine", machine()}};
    return boost::json::serialize(all);
}

}  // namespace fairlead::cli
