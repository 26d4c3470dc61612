// SPDX-License-Identifier: MIT
//
// options — the command line that every peer program has, and its main().
//
//   peer_NAME ROLE --dir DIR [--size N] [--in-flight M]            daemon, broker, backend
//   peer_NAME client --dir DIR --size N --in-flight M --seconds S [--warm-up S] [--every-ms K]
//                    [--pids A,B,…]                                prints one JSON line
//   peer_NAME version                                              prints one line
//
// DIR is a private folder for sockets and configuration. A broker or backend prints the line
// "ready" when it can be used, and serves until it is killed.
#pragma once

#include "benchmarks/support/work.hpp"

#include <filesystem>
#include <functional>
#include <map>
#include <set>
#include <string>

namespace fairlead::bench {

struct options {
    std::filesystem::path dir;
    task work;                    ///< Size and depth count for every role, the rest for clients.
    std::set<std::string> flags;  ///< `--relayed` and the like: what only one peer knows.

    bool has(std::string const& flag) const { return flags.contains(flag); }
};

using roles = std::map<std::string, std::function<void(options const&)>>;

/// What role `version` prints: a text, or the first line that a program prints.
struct version_text {
    version_text(std::string text) : text_{std::move(text)} {}
    version_text(char const* text) : text_{text} {}
    version_text(char const* program, char const* argument)
        : command_{std::string{program} + ' ' + argument} {}
    std::string read() const;

private:
    std::string text_;
    std::string command_;
};

/// Runs the role that the command line names. 0, or 1 after one line `peer role: message`, or 2.
int run_peer(int argc, char** argv, version_text const& version, roles const& known);

/// Tells the runner that we serve.
void say_ready();

/// The one line that a client prints.
void print_report(task const& work, report const& done);

/// Tries until it is true or ten seconds are over; then throws, naming what it waited for.
void eventually(std::string const& what, std::function<bool()> const& attempt);

}  // namespace fairlead::bench
