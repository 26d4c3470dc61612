// SPDX-License-Identifier: MIT
//
// machine — asks /proc, /sys, uname and git.
#include "benchmarks/support/machine.hpp"

#include <sys/utsname.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <memory>

namespace fairlead::bench {
namespace {

namespace fs = std::filesystem;

std::string line_of(fs::path const& file) {
    std::ifstream stream{file};
    std::string line;
    std::getline(stream, line);
    return line;
}

/// The value of "name : value" or "name=value".
std::string value_in(fs::path const& file, std::string const& name) {
    std::ifstream stream{file};
    for (std::string line; std::getline(stream, line);) {
        if (!line.starts_with(name)) continue;
        auto value = line.substr(std::min(line.find_first_of(":=") + 1, line.size()));
        value.erase(0, value.find_first_not_of(" \t\""));
        return value.substr(0, value.find_last_not_of(" \t\"") + 1);
    }
    return {};
}

std::string caches() {
    std::string list;
    for (int index = 0; index < 8; ++index) {
        const auto cache =
            fs::path{"/sys/devices/system/cpu/cpu0/cache"} / ("index" + std::to_string(index));
        const auto level = line_of(cache / "level");
        if (level.empty() || line_of(cache / "type") == "Instruction") continue;
        list += (list.empty() ? "L" : ", L") + level + ' ' + line_of(cache / "size");
    }
    return list;
}

std::string memory() {
    const auto kib = std::strtoull(value_in("/proc/meminfo", "MemTotal").c_str(), nullptr, 10);
    return std::to_string((kib + (1u << 19)) >> 20) + " GiB";
}

std::string kernel() {
    utsname name{};
    ::uname(&name);
    return std::string{name.sysname} + ' ' + name.release + ' ' + name.machine;
}

std::string virtualisation() {
    return (' ' + value_in("/proc/cpuinfo", "flags") + ' ').find(" hypervisor ") ==
                   std::string::npos
               ? "no"
               : "yes";
}

std::string date() {
    std::array<char, 32> text{};
    const auto at = std::time(nullptr);
    std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", std::gmtime(&at));
    return text.data();
}

std::string commit() {
    const auto git = std::string{"git -C '"} + FAIRLEAD_BENCH_SOURCE_ROOT + "' ";
    auto name = first_line_of(git + "rev-parse --short=12 HEAD 2>/dev/null");
    if (name.empty()) return "unknown";
    if (!first_line_of(git + "status --porcelain -uno 2>/dev/null").empty()) name += " + changes";
    return name;
}

}  // namespace

std::string first_line_of(std::string const& command) {
    const std::unique_ptr<FILE, int (*)(FILE*)> output{::popen(command.c_str(), "r"), ::pclose};
    std::array<char, 256> line{};
    if (output == nullptr ||
        std::fgets(line.data(), static_cast<int>(line.size()), output.get()) == nullptr)
        return {};
    const std::string text{line.data()};
    return text.substr(0, text.find_first_of("\r\n"));
}

machine_report describe_machine() {
    return {
        {"cpu", value_in("/proc/cpuinfo", "model name")},
        {"cores", std::to_string(::sysconf(_SC_NPROCESSORS_ONLN))},
        {"caches", caches()},
        {"memory", memory()},
        {"virtual", virtualisation()},
        {"kernel", kernel()},
        {"system", value_in("/etc/os-release", "PRETTY_NAME")},
        {"compiler", FAIRLEAD_BENCH_COMPILER},
        {"flags", FAIRLEAD_BENCH_FLAGS},
        {"commit", commit()},
        {"date", date()},
    };
}

}  // namespace fairlead::bench
