// SPDX-License-Identifier: MIT
//
// policy — permissions of an app: are they right, what do they say, and what would be enough.
#include "cli/commands/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/generate/describe.hpp"
#include "cli/launch/app_folder.hpp"
#include "cli/policy/broker_answer.hpp"
#include "cli/policy/wails_json.hpp"
#include "cli/text_file.hpp"

#include <fairlead/handshake/socket_path.hpp>

#include <boost/json.hpp>

#include <cstdio>
#include <map>

namespace fairlead::cli {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

constexpr auto describe_patience = 10s;

/// Method → plugin. Nothing, and a line on stderr: there is a plugin that cannot be asked.
std::optional<std::map<std::string, std::string>> methods_of(std::filesystem::path const& app) {
    std::map<std::string, std::string> all;
    try {
        for (auto const& plugin : generate::describe_plugins(app, "policy", describe_patience))
            for (auto const& method : plugin.methods) all.emplace(method.name, plugin.plugin);
    } catch (command_failed const& failed) {
        std::fprintf(stderr, "policy: methods are not looked up: %s\n", failed.what());
        return std::nullopt;
    }
    return all;
}

int check(policy_command const& command, std::filesystem::path const& app) {
    const auto said = json::parse(ask_broker({"--policy-check", "--app-dir", app.native()}));
    std::vector<std::string> warnings;
    for (auto const& one : said.at("warnings").as_array()) warnings.emplace_back(one.as_string());
    if (auto const& names = said.at("names").as_array(); !names.empty()) {
        const auto known = methods_of(app);
        for (auto const& one : names)
            if (const std::string name{one.at("name").as_string()}; known && !known->contains(name))
                warnings.push_back(std::string{one.at("place").as_string()} +
                                   ": no plugin offers '" + name + "'");
    }
    for (auto const& one : warnings) std::printf("warning: %s\n", one.c_str());
    std::printf("%s: %lld rules, %zu warnings\n", (app / "wails.json").c_str(),
                static_cast<long long>(said.at("rules").to_number<std::int64_t>()),
                warnings.size());
    const bool fails = command.strict && !warnings.empty();
    return static_cast<int>(fails ? exit_code::failure : exit_code::ok);
}

int explain(policy_command const& command, std::filesystem::path const& app) {
    std::vector<std::string> args{"--app-dir",
                                  app.native(),
                                  "--policy-explain",
                                  command.subject,
                                  "--policy-action",
                                  command.action,
                                  "--policy-name=" + command.name};
    const auto broker_says = [&] { return json::parse(ask_broker(args)); };
    auto said = broker_says();
    // Only a rule with '@' asks whose method it is, and plugins are programs: not run for nothing.
    const auto config = read_text(app / "wails.json").value_or("");
    if (command.action == "call" && config.find('@') != config.npos)
        if (const auto known = methods_of(app); known && known->contains(command.name)) {
            args.push_back("--policy-plugin=" + known->at(command.name));
            said = broker_says();
        }
    const bool allowed = said.at("allowed").as_bool();
    const auto line = [&](char const* what, std::string_view key) {
        if (auto const& text = said.at({key.data(), key.size()}).as_string(); !text.empty())
            std::printf("%-8s %s\n", what, text.c_str());
    };
    std::printf("%s\n", allowed ? "allowed" : "denied");
    line("rule", "rule");
    line("remedy", "remedy");
    line("line", "line");
    return static_cast<int>(allowed ? exit_code::ok : exit_code::denied);
}

/// In the app's own runtime folder: nobody else can write there, and it stays when we are killed.
std::filesystem::path record_run(policy_command const& command, std::filesystem::path const& dir) {
    const auto app = app_folder::open(dir, "policy");
    const auto recording = handshake::app_dir(app.name) / "recording.json";
    std::error_code failed;
    std::filesystem::remove(recording, failed);
    std::fprintf(stderr, "policy: recording to %s; end the app to get its permissions\n",
                 recording.c_str());
    run_command run;
    run.app_dir = dir.native();
    run.headless = command.headless;
    run.record = recording.native();
    const int code = execute(run);
    // A signal is how such a run may well end.
    if (code != 0 && code <= 128)
        throw command_failed{exit_code::failure, "policy",
                             "the app ended with code " + std::to_string(code) +
                                 "; what was recorded: --from " + recording.native()};
    return recording;
}

int learn(policy_command const& command, std::filesystem::path const& app) {
    const auto recording =
        command.from.empty() ? record_run(command, app) : std::filesystem::path{command.from};
    std::vector<std::string> args{"--app-dir", app.native(), "--policy-learn", recording.native()};
    if (command.with_tools) args.emplace_back("--policy-tools");
    const auto permissions = ask_broker(std::move(args));
    if (command.write) {
        const auto file = app / "wails.json";
        write_text(file, with_permissions(read_text(file).value_or("{}"), permissions));
        std::fprintf(stderr, "policy: \"permissions\" in %s are new\n", file.c_str());
    } else if (!command.output.empty()) {
        write_text(command.output, permissions);
    } else {
        std::fputs(permissions.c_str(), stdout);
    }
    return static_cast<int>(exit_code::ok);
}

}  // namespace

int execute(policy_command const& command) {
    const auto app = std::filesystem::absolute(command.app_dir).lexically_normal();
    if (!std::filesystem::is_directory(app))
        throw command_failed{exit_code::usage, "policy", command.app_dir + " is not a folder"};
    if (command.verb == "check") return check(command, app);
    if (command.verb == "explain") return explain(command, app);
    return learn(command, app);
}

}  // namespace fairlead::cli
