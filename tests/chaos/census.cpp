// SPDX-License-Identifier: MIT
//
// census — what vanishes while it is looked at was not there.
#include "tests/chaos/census.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <unistd.h>

#include <fstream>
#include <sstream>

namespace fairlead::chaos {
namespace {

std::string content_of(std::filesystem::path const& file) {
    std::ifstream in{file};
    std::ostringstream text;
    text << in.rdbuf();
    return std::move(text).str();
}

std::optional<process> read(pid_t pid) {
    const auto folder = "/proc/" + std::to_string(pid);
    const auto line = content_of(folder + "/stat");
    const auto open = line.find('('), close = line.rfind(')');
    if (open == std::string::npos || close == std::string::npos) return std::nullopt;
    process one{.pid = pid, .name = line.substr(open + 1, close - open - 1)};
    std::istringstream rest{line.substr(close + 2)};
    std::string skipped;
    rest >> one.state >> one.parent >> skipped >> one.session;
    for (int i = 0; i < 15; ++i) rest >> skipped;
    rest >> one.started;
    one.command = content_of(folder + "/cmdline");
    std::ranges::replace(one.command, '\0', ' ');
    return one;
}

bool plays(process const& one, party who) {
    switch (who) {
        case party::alpha: return one.name == "chaos_plugin" && one.command.ends_with(" alpha ");
        case party::beta: return one.name == "chaos_plugin" && one.command.ends_with(" beta ");
        case party::conform: return one.name == "conform_c";
        case party::broker: return one.name == "fairlead-broker";
        case party::host: return one.name == "fairlead-webvie";  // Names in /proc are cut.
        case party::web: return one.name == "WebKitWebProces";
        case party::launcher:
            return one.name == "fairlead" && one.command.find(" run ") != std::string::npos;
        case party::tool:
            return one.name == "fairlead" && one.command.find(" run ") == std::string::npos;
        case party::guardian: return one.name == "fairlead-guardi";
    }
    return false;
}

}  // namespace

std::string process::words() const {
    return std::to_string(pid) + " (child of " + std::to_string(parent) + ", state " + state +
           ") " + (command.empty() ? name : command.substr(0, 120));
}

std::vector<process> census::all() const {
    std::vector<process> found;
    const auto line = std::string{mark_variable} + '=' + mark_;
    std::error_code problem;
    for (auto const& entry : std::filesystem::directory_iterator{"/proc", problem}) {
        const auto pid = static_cast<pid_t>(std::atoi(entry.path().filename().c_str()));
        if (pid <= 0) continue;
        auto one = read(pid);
        if (!one || one->state == 'Z') continue;
        if (sessions_.contains(one->session) ||
            content_of(entry.path() / "environ").find(line) != std::string::npos)
            found.push_back(std::move(*one));
    }
    std::ranges::sort(found, {}, &process::started);
    return found;
}

std::optional<process> census::find(std::vector<process> const& among, party who) {
    const auto one =
        std::ranges::find_if(among, [&](auto const& each) { return plays(each, who); });
    return one == among.end() ? std::nullopt : std::optional{*one};
}

std::optional<process> census::guardian_of(std::vector<process> const& among, party plugin) {
    const auto child = find(among, plugin);
    if (!child) return std::nullopt;
    const auto one =
        std::ranges::find_if(among, [&](auto const& each) { return each.pid == child->parent; });
    return one == among.end() || !plays(*one, party::guardian) ? std::nullopt : std::optional{*one};
}

bool census::runs(process const& one) {
    const auto now = read(one.pid);
    return now && now->is(one) && now->state != 'Z';
}

double census::seconds_old(process const& one) {
    double up = 0;
    std::ifstream{"/proc/uptime"} >> up;
    return up - static_cast<double>(one.started) / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

holdings census::of(process const& one) {
    holdings found;
    const std::filesystem::path folder{"/proc/" + std::to_string(one.pid)};
    std::error_code problem;
    for (auto const& entry : std::filesystem::directory_iterator{folder / "fd", problem}) {
        std::error_code gone;
        const auto target = std::filesystem::read_symlink(entry.path(), gone).native();
        ++(target.starts_with("/memfd:") ? found.memory_files : found.descriptors);
    }
    std::istringstream status{content_of(folder / "status")};
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("RssAnon:"))
            found.private_kib = std::strtoull(line.c_str() + 8, nullptr, 10);
    return found;
}

}  // namespace fairlead::chaos
