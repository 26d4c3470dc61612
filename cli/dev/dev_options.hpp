// SPDX-License-Identifier: MIT
//
// dev_options — the options of `fairlead dev`: Wails' names, with one dash as there or with two.
#pragma once

#include "cli/dev/dev_settings.hpp"

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace fairlead::cli::dev {

/// `-browser` → `--browser`, for names that have more than a letter. Other arguments stay.
std::vector<std::string> with_two_dashes(std::vector<std::string> args);

/// Those that mean nothing here are refused by parsing, with a sentence that says why.
void add_options(CLI::App& to, dev_command& command);

}  // namespace fairlead::cli::dev
