// SPDX-License-Identifier: MIT
//
// options — reads the command line of a peer program, and prints its one line.
#include "benchmarks/support/options.hpp"
#include "benchmarks/support/machine.hpp"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string_view>

namespace fairlead::bench {
namespace {

struct bad_usage : std::runtime_error {
    using std::runtime_error::runtime_error;
};

template <class Number>
Number number(std::string_view text) {
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size())
        throw bad_usage{"not a number: " + std::string{text}};
    return value;
}

std::vector<pid_t> numbers(std::string_view text) {
    std::vector<pid_t> list;
    while (!text.empty()) {
        const auto comma = std::min(text.find(','), text.size());
        list.push_back(number<pid_t>(text.substr(0, comma)));
        text.remove_prefix(std::min(comma + 1, text.size()));
    }
    return list;
}

options parse(int argc, char** argv) {
    options read;
    for (int i = 2; i < argc; ++i) {
        const std::string name{argv[i]};
        const auto value = [&]() -> std::string_view {
            if (++i == argc) throw bad_usage{name + " needs a value"};
            return argv[i];
        };
        if (name == "--dir") read.dir = value();
        else if (name == "--size") read.work.size = number<std::size_t>(value());
        else if (name == "--in-flight") read.work.in_flight = number<std::size_t>(value());
        else if (name == "--seconds") read.work.length = from_seconds(number<double>(value()));
        else if (name == "--warm-up") read.work.warm_up = from_seconds(number<double>(value()));
        else if (name == "--every-ms") read.work.every = millisecond * number<int>(value());
        else if (name == "--pids") read.work.processes = numbers(value());
        else if (name.starts_with("--")) read.flags.insert(name.substr(2));
        else throw bad_usage{"unknown argument " + name};
    }
    if (read.dir.empty() || read.work.in_flight == 0 || read.work.size < payload::bytes_min)
        throw bad_usage{"needs --dir, --in-flight above 0 and --size from 16 on"};
    return read;
}

}  // namespace

std::string version_text::read() const {
    if (command_.empty()) return text_;
    const auto line = first_line_of(command_);
    return line.empty() ? "unknown" : line;
}

int run_peer(int argc, char** argv, version_text const& version, roles const& known) {
    const std::string role = argc > 1 ? argv[1] : "";
    const auto program = std::filesystem::path{argv[0]}.filename().string();
    const auto fail = [&](std::exception const& problem, int code) {
        std::fprintf(stderr, "%s %s: %s\n", program.c_str(), role.c_str(), problem.what());
        return code;
    };
    try {
        if (role == "version") {
            std::puts(version.read().c_str());
            return 0;
        }
        const auto found = known.find(role);
        if (found == known.end()) throw bad_usage{"no such role"};
        found->second(parse(argc, argv));
        return 0;
    } catch (bad_usage const& problem) {
        return fail(problem, 2);
    } catch (std::exception const& problem) {
        return fail(problem, 1);
    }
}

void say_ready() {
    std::puts("ready");
    std::fflush(stdout);
}

void print_report(task const& work, report const& done) {
    const auto us = [&](double share) { return done.rtt.percentile(share) / 1e3; };
    const auto count = static_cast<double>(std::max<std::uint64_t>(done.count, 1));
    const auto length = in_seconds(done.length);
    std::printf("{\"size\":%zu,\"in_flight\":%zu,\"count\":%llu,\"seconds\":%.6f,"
                "\"rtt_us\":{\"p50\":%.3f,\"p90\":%.3f,\"p99\":%.3f,\"p999\":%.3f,\"max\":%.3f},"
                "\"rt_per_s\":%.1f,\"mb_per_s\":%.3f,\"cpu_us_per_rt\":%.4f,\"sleeps_per_rt\":%.4f,"
                "\"foreign_cores\":%.3f}\n",
                work.size, work.in_flight, static_cast<unsigned long long>(done.count), length,
                us(.5), us(.9), us(.99), us(.999), done.rtt.max() / 1e3,
                static_cast<double>(done.count) / length,
                static_cast<double>(done.count) * static_cast<double>(work.size) / length / 1e6,
                static_cast<double>(done.used.cpu) / 1e3 / count,
                static_cast<double>(done.used.sleeps) / count,
                in_seconds(std::max<nanoseconds>(done.foreign_cpu, 0)) / length);
    std::fflush(stdout);
}

void eventually(std::string const& what, std::function<bool()> const& attempt) {
    const auto until = now() + 10 * second;
    while (!attempt()) {
        if (now() > until) throw std::runtime_error{"no " + what + " after ten seconds"};
        sleep_until(now() + 5 * millisecond);
    }
}

}  // namespace fairlead::bench
