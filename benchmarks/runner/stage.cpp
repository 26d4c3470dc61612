// SPDX-License-Identifier: MIT
//
// stage — starts, asks and stops peer programs.
#include "benchmarks/runner/stage.hpp"
#include "benchmarks/runner/sample_json.hpp"
#include "benchmarks/support/process_stats.hpp"

#include <algorithm>

namespace fairlead::bench {
namespace {

namespace fs = std::filesystem;

constexpr auto start_patience = 15 * second;
constexpr auto slack = 60 * second;  // For a client whose calls take a second each.

std::string joined(std::vector<pid_t> const& pids) {
    std::string text;
    for (const auto pid : pids) text += (text.empty() ? "" : ",") + std::to_string(pid);
    return text;
}

std::vector<std::string> arguments(std::string const& role, fs::path const& dir, std::size_t size,
                                   std::size_t in_flight, std::vector<std::string> const& flags) {
    std::vector<std::string> list{role,
                                  "--dir",
                                  dir.string(),
                                  "--size",
                                  std::to_string(size),
                                  "--in-flight",
                                  std::to_string(in_flight)};
    list.insert(list.end(), flags.begin(), flags.end());
    return list;
}

}  // namespace

bool is_built(peer const& which, places const& where) {
    return fs::exists(where.programs / which.program);
}

stage::stage(peer const& which, std::size_t size, std::size_t in_flight, places const& where)
    : peer_{which}, where_{where}, size_{size}, in_flight_{in_flight}, dir_{where.scratch /
                                                                            which.name} {
    fs::remove_all(dir_);
    fs::create_directory(dir_);
    try {
        for (auto const& role : peer_.roles) {
            running_.emplace_back(where.programs / peer_.program,
                                  arguments(role, dir_, size_, in_flight_, peer_.flags),
                                  dir_ / (role + ".log"));
            // A daemon is a program of somebody else, which does not tell; its clients try again.
            while (role != "daemon" && running_.back().read_line(start_patience) != "ready") {}
        }
    } catch (...) {
        while (!running_.empty()) running_.pop_back();
        throw;
    }
}

stage::~stage() {
    while (!running_.empty()) running_.pop_back();  // Those first who depend on the others.
    std::error_code ignored;
    fs::remove_all(dir_, ignored);
}

std::vector<pid_t> stage::processes() const {
    std::vector<pid_t> all;
    for (auto const& one : running_) {
        const auto with_children = with_descendants(one.pid());
        all.insert(all.end(), with_children.begin(), with_children.end());
    }
    return all;
}

sample stage::measure(point const& what) {
    if (what.when != scenario::hogs) return run_client(what);
    const hogs load{where_.hogs};
    return run_client(what);
}

sample stage::run_client(point const& what) {
    auto list = arguments("client", dir_, size_, what.in_flight, peer_.flags);
    list.insert(list.end(), {"--seconds", std::to_string(in_seconds(what.length)), "--warm-up",
                             std::to_string(std::min(0.1, in_seconds(what.length) / 2)), "--pids",
                             joined(processes())});
    if (what.when == scenario::every_1ms) list.insert(list.end(), {"--every-ms", "1"});
    if (what.when == scenario::every_20ms) list.insert(list.end(), {"--every-ms", "20"});
    child client{where_.programs / peer_.program, list, dir_ / "client.log"};
    return parse_sample(client.read_all(what.length + slack));
}

idle_sample stage::watch_idle(nanoseconds length) {
    constexpr auto settling = 300 * millisecond;
    run_client({1, scenario::hot, 50 * millisecond});
    const auto who = processes();
    const auto wait_until = [](nanoseconds end) {
        while (now() < end) {
            throw_if_interrupted();
            sleep_until(std::min(end, now() + 200 * millisecond));
        }
    };
    wait_until(now() + settling);
    const auto begin = now();
    const auto before = usage_of(who);
    wait_until(begin + length);
    const auto after = usage_of(who);
    const auto took = in_seconds(now() - begin);
    return {.seconds = took,
            .wakeups_per_s = static_cast<double>(after.sleeps - before.sleeps) / took,
            .cpu_ms_per_s = in_seconds(after.cpu - before.cpu) * 1e3 / took,
            .resident_mib = static_cast<double>(after.resident_bytes) / (1 << 20)};
}

}  // namespace fairlead::bench
