// SPDX-License-Identifier: MIT
//
// misbehaving_plugin — a thread of its own does the wrong thing, so that the plugin gets ready.
#include "cli/bench/misbehaving_plugin.hpp"

#include <fairlead/plugin.hpp>

#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <string>
#include <thread>
#include <vector>

namespace fairlead::cli {
namespace {

void spin() {
    for (volatile unsigned turns = 0;;) turns = turns + 1;
}

/// Ends by an exception that nobody catches, as such programs do.
void leak() {
    constexpr std::size_t chunk = 1u << 20;
    for (std::vector<std::vector<char>> kept;;) {
        kept.emplace_back(chunk, 'x');
        std::this_thread::sleep_for(std::chrono::milliseconds{1});
    }
}

/// Its children wait instead of forking on: whoever measures this has other work on the machine.
void fork_without_end() {
    for (;;)
        if (::fork() == 0)
            for (;;) ::pause();
}

void fill_log() {
    std::string lines;
    while (lines.size() < 4'096) lines += "something has happened, and everybody is to know it\n";
    while (::write(STDOUT_FILENO, lines.data(), lines.size()) > 0) {}
}

}  // namespace

int run_misbehaving_plugin(std::string_view how, int argc, char** argv) {
    const rlimit none{};
    ::setrlimit(RLIMIT_CORE, &none);
    plugin bad{"bad"};
    bad.function(
        "bad.Spin", [] { spin(); }, how == "spin" ? execution::loop : execution::pool);
    if (how == "leak") std::thread{leak}.detach();
    if (how == "forks") std::thread{fork_without_end}.detach();
    if (how == "log") std::thread{fill_log}.detach();
    return bad.run(argc, argv);
}

}  // namespace fairlead::cli
