// SPDX-License-Identifier: MIT
//
// options — CLI11, and the exit codes for --help.
#include "broker/config/options.hpp"
#include "broker/config/app_config.hpp"

#include <CLI/CLI.hpp>

#include <map>

namespace fairlead::broker::config {
namespace {

constexpr auto about =
    "The broker of one running Fairlead app: starts its plugins and carries calls and events "
    "between them and its windows.";

constexpr auto footer =
    "Exit codes: 0 ended by SIGTERM or SIGINT, 1 failure, 2 usage, 69 a broker of this app is "
    "running already, 78 wails.json is missing or wrong.";

std::string check_app_name(std::string const& name) {
    return is_valid_app_name(name) ? "" : "'" + name + "' cannot be the name of an app";
}

/// Each starts nothing and prints JSON, for fairlead policy.
void add_policy(CLI::App& app, options& parsed) {
    app.add_flag("--policy-check", parsed.policy_check, "Print the permissions and what is odd");
    auto* explain = app.add_option("--policy-explain", parsed.policy_explain,
                                   "Print what that subject may do, and the rule that says so");
    app.add_option("--policy-action", parsed.policy_action)
        ->check(CLI::IsMember({"call", "emit", "hear", "offer"}))
        ->needs(explain);
    explain->needs(app.add_option("--policy-name", parsed.policy_name, "A method or topic"));
    app.add_option("--policy-plugin", parsed.policy_plugin, "Who offers that method")
        ->needs(explain);
    app.add_option("--policy-learn", parsed.policy_learn,
                   "Print the smallest permissions for what was recorded there");
    app.add_flag("--policy-tools", parsed.policy_tools, "Also for tools");
}

}  // namespace

std::variant<options, parting_words> parse_options(int argc, char const* const* argv) {
    options parsed;
    CLI::App app{about, "fairlead-broker"};
    app.footer(footer);
    app.add_option("--app", parsed.app, "Name of the app (default: \"name\" in its wails.json)")
        ->check(CLI::Validator{check_app_name, "NAME"});
    app.add_option("--app-dir", parsed.app_dir, "Folder of the app, with its wails.json")
        ->required()
        ->check(CLI::ExistingDirectory);
    app.add_option("--host-token-fd", parsed.host_token_fd,
                   "Descriptor from which the token of the app's host is read")
        ->check(CLI::NonNegativeNumber);
    app.add_option("--ready-fd", parsed.ready_fd,
                   "Descriptor to which \"ready\" is written once the socket listens")
        ->check(CLI::NonNegativeNumber);
    app.add_option("--log-level", parsed.log_level,
                   "What is written to stderr (default: wails.json's, else info)")
        ->check(CLI::IsMember({"trace", "debug", "info", "warn", "error", "off"}));
    app.add_option("--counters", parsed.counters,
                   "Keep counters where fairlead top reads them (on)")
        ->transform(
            CLI::CheckedTransformer(std::map<std::string, bool>{{"on", true}, {"off", false}}))
        ->option_text("on|off");
    app.add_flag("--check", parsed.check,
                 "Start nothing: print as JSON what a start would find, for fairlead doctor");
    app.add_option("--record", parsed.record,
                   "A file that is kept up to date with all that peers do (fairlead policy learn)");
    add_policy(app, parsed);
    try {
        app.parse(argc, argv);
    } catch (CLI::CallForHelp const&) {
        return parting_words{exit_code::clean, app.help() + "\n"};
    } catch (CLI::ParseError const& error) {
        return parting_words{exit_code::usage, error.what()};
    }
    return parsed;
}

}  // namespace fairlead::broker::config
