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

}  // namespace

void for_each_child(std::function<void(pid_t)> const& visit) {
    const auto self = ::getpid();
    const auto name = std::to_string(self);
    std::vector<pid_t> children;
    if (const file list{
            std::fopen(("/proc/" + name + "/task/" + name + "/children").c_str(), "re")}) {
        int pid = 0;
        while (std::fscanf(list.get(), "%d", &pid) == 1) children.push_back(pid);
    } else {
        for (auto const& one : everybody())
            if (one.parent == self) children.push_back(one.pid);
    }
    for (const auto child : children) visit(child);
}

int count_descendants() {
    const auto all = everybody();
    std::vector<pid_t> ours{::getpid()};
    int living = 0;
    for (std::size_t i = 0; i < ours.size(); ++i)
        for (auto const& one : all)
            if (one.parent == ours[i]) {
                ours.push_back(one.pid);
                living += one.state != 'Z' ? 1 : 0;
            }
    return living;
}

}  // namespace fairlead::broker::guardian
