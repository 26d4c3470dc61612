// SPDX-License-Identifier: MIT
//
// offspring — /proc/<pid>/task/<pid>/children, where the kernel has it; else all of /proc.
#include "broker/guardian/offspring.hpp"

#include <dirent.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

namespace fairlead::broker::guardian {
namespace {

struct file_closer {
    void operator()(std::FILE* file) const noexcept { std::fclose(file); }
    void operator()(DIR* folder) const noexcept { ::closedir(folder); }
};
using file = std::unique_ptr<std::FILE, file_closer>;
using folder = std::unique_ptr<DIR, file_closer>;

struct relation {
    pid_t pid;
    pid_t parent;
    char state;
};

bool read_relation(char const* pid, relation& to) {
    const file stat{std::fopen((std::string{"/proc/"} + pid + "/stat").c_str(), "re")};
    char text[512];
    const auto got = stat ? std::fread(text, 1, sizeof text - 1, stat.get()) : 0;
    text[got] = '\0';
    // The name may hold anything, so the rest begins behind the last parenthesis.
    const std::string line{text};
    const auto close = line.rfind(')');
    to.pid = std::atoi(pid);
    return close != std::string::npos &&
           std::sscanf(line.c_str() + close + 1, " %c %d", &to.state, &to.parent) == 2;
}

std::vector<relation> everybody() {
    std::vector<relation> all;
    const folder proc{::opendir("/proc")};
    while (auto const* entry = proc ? ::readdir(proc.get()) : nullptr) {
        relation one{};
        if (entry->d_name[0] >= '1' && entry->d_name[0] <= '9' && read_relation(entry->d_name, one))
            all.push_back(one);
    }
    return all;
}

/// Those that any thread of it has. False: this kernel does not list them.
bool read_children(pid_t parent, std::vector<pid_t>& to) {
    const auto tasks = "/proc/" + std::to_string(parent) + "/task";
    const folder threads{::opendir(tasks.c_str())};
    bool listed = false;
    while (auto const* thread = threads ? ::readdir(threads.get()) : nullptr) {
        const file list{std::fopen((tasks + "/" + thread->d_name + "/children").c_str(), "re")};
        listed |= list != nullptr;
        for (int pid = 0; list && std::fscanf(list.get(), "%d", &pid) == 1;) to.push_back(pid);
    }
    return listed;
}

}  // namespace

void for_each_child(std::function<void(pid_t)> const& visit) {
    const auto self = ::getpid();
    std::vector<pid_t> children;
    if (!read_children(self, children))
        for (auto const& one : everybody())
            if (one.parent == self) children.push_back(one.pid);
    for (const auto child : children) visit(child);
}

int count_descendants(int enough) {
    std::vector<pid_t> all{::getpid()};
    // Whoever ends while we look is counted once more than it should; it had been there.
    if (std::vector<pid_t> none; read_children(all.front(), none)) {
        for (std::size_t i = 0; i < all.size() && static_cast<int>(all.size()) <= enough; ++i)
            read_children(all[i], all);
    } else {
        const auto listed = everybody();
        for (std::size_t i = 0; i < all.size(); ++i)
            for (auto const& one : listed)
                if (one.parent == all[i] && one.state != 'Z') all.push_back(one.pid);
    }
    return static_cast<int>(all.size()) - 1;
}

}  // namespace fairlead::broker::guardian
