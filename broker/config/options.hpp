// SPDX-License-Identifier: MIT
//
// options — the command line of fairlead-broker.
#pragma once

#include <filesystem>
#include <string>
#include <variant>

namespace fairlead::broker::config {

enum class exit_code : int {
    clean = 0,
    failure = 1,
    usage = 2,
    already_running = 69,  ///< EX_UNAVAILABLE
    bad_config = 78,       ///< EX_CONFIG
};

struct options {
    std::string app;  ///< Empty: the name in wails.json.
    std::filesystem::path app_dir;
    int host_token_fd = -1;
    int ready_fd = -1;
    std::string log_level;  ///< Empty: wails.json's, else info.
    bool counters = true;   ///< Keep them where fairlead top looks.
    bool check = false;     ///< Say what a start would find, and end.

    std::filesystem::path record;  ///< Where to note what peers do; empty: nowhere.

    // Of the permissions, instead of a start; see policy_report.hpp.
    bool policy_check = false;
    std::string policy_explain;          ///< The subject that is asked about.
    std::string policy_action = "call";  ///< What it would do …
    std::string policy_name;             ///< … with what …
    std::string policy_plugin;           ///< … of which plugin, if one offers it.
    std::filesystem::path policy_learn;  ///< A recording.
    bool policy_tools = false;           ///< Tools are to get a rule as well.
};

/// Nothing to run: a text for stdout (clean) or stderr (usage).
struct parting_words {
    exit_code code = exit_code::clean;
    std::string text;
};

std::variant<options, parting_words> parse_options(int argc, char const* const* argv);

}  // namespace fairlead::broker::config
