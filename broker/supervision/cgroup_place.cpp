// SPDX-License-Identifier: MIT
//
// cgroup_place — files of a folder.
#include "broker/supervision/cgroup_place.hpp"

#include <fmt/core.h>

#include <unistd.h>

#include <fstream>
#include <iterator>
#include <sstream>

namespace fairlead::broker::supervision {

namespace fs = std::filesystem;

namespace {

std::string read(fs::path const& file) {
    std::ifstream in{file};
    return {std::istreambuf_iterator<char>{in}, {}};
}

bool write(fs::path const& file, std::string const& text) {
    std::ofstream out{file};
    out << text;
    out.close();
    return !out.fail();
}

bool has_word(std::string const& text, std::string const& word) {
    std::istringstream words{text};
    for (std::string one; words >> one;)
        if (one == word) return true;
    return false;
}

/// The path behind `0::`, that of version 2.
std::string own_path(std::string const& text) {
    std::istringstream lines{text};
    for (std::string line; std::getline(lines, line);)
        if (line.starts_with("0::")) return line.substr(3);
    return {};
}

}  // namespace

plugin_cgroup::~plugin_cgroup() {
    // Of a group only the folder is removed; while somebody is in it, that fails.
    if (!folder_.empty()) ::rmdir(folder_.c_str());
}

cgroup_facts read_cgroup_facts() {
    cgroup_facts facts{read("/proc/self/cgroup"), {}};
    std::ifstream mounts{"/proc/self/mounts"};
    std::string device, place, kind;
    while (mounts >> device >> place >> kind) {
        if (kind == "cgroup2") facts.mounted = place;
        mounts.ignore(4'096, '\n');
    }
    return facts;
}

std::optional<fs::path> cgroup_place(cgroup_facts const& facts,
                                     config::resource_limits const& wanted) {
    const auto own = own_path(facts.own);
    if (facts.mounted.empty() || own.empty()) return std::nullopt;
    const auto ours = (facts.mounted / fs::path{own}.relative_path()).lexically_normal();
    for (auto const& place : {ours, ours.parent_path()}) {
        const auto handed_down = read(place / "cgroup.subtree_control");
        const bool enough = (wanted.memory == 0 || has_word(handed_down, "memory")) &&
                            (wanted.cpu <= 0 || has_word(handed_down, "cpu")) &&
                            (wanted.processes == 0 || has_word(handed_down, "pids"));
        if (enough && !handed_down.empty() && ::access(place.c_str(), W_OK) == 0) return place;
        if (place == facts.mounted) break;
    }
    return std::nullopt;
}

std::optional<plugin_cgroup> make_cgroup(fs::path const& place, std::string const& name,
                                         config::resource_limits const& limits) {
    plugin_cgroup group{place / name};
    std::error_code failed;
    fs::create_directory(group.folder(), failed);
    if (failed) return std::nullopt;
    constexpr int period_us = 100'000;
    const bool done =
        (limits.memory == 0 ||
         (write(group.folder() / "memory.max", std::to_string(limits.memory)) &&
          write(group.folder() / "memory.oom.group", "1"))) &&
        (limits.cpu <= 0 ||
         write(group.folder() / "cpu.max",
               fmt::format("{} {}", static_cast<long>(limits.cpu * period_us), period_us))) &&
        (limits.processes == 0 ||
         write(group.folder() / "pids.max", std::to_string(limits.processes)));
    if (!done) return std::nullopt;
    return group;
}

}  // namespace fairlead::broker::supervision
