// SPDX-License-Identifier: MIT
//
// help — completion, man and complete-names: the command line about itself.
#include "cli/commands/ask.hpp"
#include "cli/commands/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/help/completion.hpp"
#include "cli/help/man_page.hpp"
#include "cli/output/colours.hpp"
#include "cli/whole_line.hpp"

#include <fairlead/handshake/socket_path.hpp>

#include <boost/json.hpp>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <set>

namespace fairlead::cli {
namespace {

namespace json = boost::json;

void print(std::string const& text) { std::fwrite(text.data(), 1, text.size(), stdout); }

void write_pages(help::command const& top, std::filesystem::path const& folder) {
    std::error_code failed;
    std::filesystem::create_directories(folder / "man1", failed);
    for (auto const* one : help::all_of(top)) {
        const auto file = folder / "man1" / (help::page_name(*one) + ".1");
        std::ofstream out{file};
        out << help::man_page(*one, FAIRLEAD_VERSION);
        if (!out.flush())
            throw command_failed{exit_code::failure, "man", file.native() + " cannot be written"};
    }
}

/// "policy explain", "policy-explain" or "fairlead policy explain".
help::command const* page_of(help::command const& top, std::string name) {
    for (auto& c : name)
        if (c == ' ') c = '-';
    for (auto const* one : help::all_of(top))
        if (help::page_name(*one) == name || help::page_name(*one) == "fairlead-" + name)
            return one;
    return nullptr;
}

void add_names(std::set<std::string>& to, json::value const& list, std::string_view key) {
    for (auto const& one : list.as_array())
        to.emplace(one.at({key.data(), key.size()}).as_string());
}

std::set<std::string> names_of(complete_names_command const& command) {
    std::set<std::string> names;
    if (command.kind == "apps") {
        for (auto const& app : handshake::apps_with_socket()) names.insert(app);
        return names;
    }
    const auto broker = attach(command.common.to);
    const auto asked = [&](std::string_view method) {
        return json::parse(ask(*broker, command.common, method, "[]"));
    };
    if (command.kind == "methods") {
        add_names(names, asked("fairlead.methods"), "name");
    } else if (command.kind == "plugins") {
        add_names(names, asked("fairlead.list").at("plugins"), "name");
    } else if (command.kind == "peers") {
        const auto list = asked("fairlead.list");
        add_names(names, list.at("peers"), "name");
        add_names(names, list.at("plugins"), "name");
    } else if (command.kind == "topics") {
        const auto list = asked("fairlead.list");
        for (auto const& peer : list.at("peers").as_array()) {
            const auto found =
                json::parse(ask(*broker, command.common, "fairlead.control.introspect",
                                json::serialize(json::array{std::to_string(
                                    peer.at("session").to_number<std::uint64_t>())})));
            for (auto const& one : found.as_array())
                for (auto const& topic : one.at("topics").as_array())
                    names.emplace(topic.as_string());
        }
    }
    return names;
}

}  // namespace

int execute(completion_command const& command) {
    const whole_line line;
    const auto top = help::describe(line.app());
    print(command.shell == "bash"  ? help::bash_completion(top)
          : command.shell == "zsh" ? help::zsh_completion(top)
                                   : help::fish_completion(top));
    return 0;
}

int execute(complete_names_command const& command) try {
    for (auto const& name : names_of(command))
        if (name.find_first_of(" \t\n'\"\\$`") == std::string::npos) print(readable(name) + '\n');
    return 0;
} catch (std::exception const&) {
    return 0;  // Whoever presses TAB is told nothing rather than that.
}

int execute(man_command const& command) {
    const whole_line line;
    const auto top = help::describe(line.app());
    if (!command.output.empty()) return write_pages(top, command.output), 0;
    auto const* page = command.page.empty() ? &top : page_of(top, command.page);
    if (page == nullptr)
        throw command_failed{exit_code::not_found, "man",
                             "there is no command '" + command.page + "'"};
    print(help::man_page(*page, FAIRLEAD_VERSION));
    return 0;
}

}  // namespace fairlead::cli
