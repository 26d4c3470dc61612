// SPDX-License-Identifier: MIT
//
// command_tree — the command line as plain data: completions and manual pages are made from what
// parses, so they cannot say anything else.
#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace fairlead::cli::help {

struct option {
    std::vector<std::string> names;  ///< "-f", "--follow"; of an argument its one word.
    std::string about;
    std::string value;                 ///< What follows it; empty: nothing.
    std::vector<std::string> choices;  ///< If that is one of these.
    bool is_number = false;            ///< If that is one.
    bool is_argument = false;          ///< Known by its place.
    bool is_required = false;
};

struct command {
    std::string name;                ///< "explain"
    std::vector<std::string> words;  ///< {"fairlead", "policy", "explain"}
    std::string about;
    std::string more;  ///< Below everything else.
    std::vector<option> options;
    std::vector<option> arguments;
    std::vector<command> commands;
};

/// Without what is hidden.
command describe(CLI::App const& app);

/// All below and itself, from the top.
std::vector<command const*> all_of(command const& top);

}  // namespace fairlead::cli::help
