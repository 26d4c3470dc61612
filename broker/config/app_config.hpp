// SPDX-License-Identifier: MIT
//
// app_config — what the broker reads from wails.json: the app's name, the plugins it starts, how
// events of which topics are delivered, and who may do what.
//
//   { "name": "greeter",
//     "fairlead": { "plugins": [ { "name": "greeter", "exec": "bin/greeter-plugin",
//                                  "args": ["--verbose"], "env": { "KEY": "value" } } ],
//                   "topics": { "sensor/*": "keep-latest", "ledger": "block" },
//                   "permissions": { "page": { "call": ["main.*"] } } } }
#pragma once

#include "broker/accounting/limits.hpp"
#include "broker/config/permission.hpp"
#include "broker/config/plugin_config.hpp"
#include "broker/config/topic_rule.hpp"

#include <chrono>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace fairlead::broker::config {

/// What a peer of each role may use of the broker.
struct role_limits {
    accounting::peer_limits page, plugin, tool, host;
};

struct app_config {
    std::string name;
    std::string log_level;  ///< Empty: not said.
    std::vector<plugin_config> plugins;
    std::vector<topic_rule> topics;
    role_limits limits;
    std::chrono::milliseconds slow_call{0};    ///< Calls that take so long are logged; 0: none is.
    std::vector<std::string> allowed_origins;  ///< Whose pages may call beside its own.
    std::vector<permission_rule> permissions;
};

/// "…/wails.json: fairlead.plugins[1].exec: must be a string".
struct config_error : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Keys that it does not know are somebody else's. Throws config_error.
app_config read_app_config(std::filesystem::path const& file);
app_config parse_app_config(std::string_view text, std::string const& file_name);

/// It names a folder: no slash, no control character, not hidden, at most 64 bytes.
bool is_valid_app_name(std::string_view name) noexcept;

}  // namespace fairlead::broker::config
