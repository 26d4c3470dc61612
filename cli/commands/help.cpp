// SPDX-License-Identifier: MIT
//
// help — completion, man and complete-names: the command line about itself.
#include "cli/commands/ask.hpp"
#include "cli/commands/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/help/completion.hpp"
#include "cli/help/document_page.hpp"
#include "cli/help/man_page.hpp"
#include "cli/output/colours.hpp"
#include "cli/whole_line.hpp"

#include <fairlead/handshake/socket_path.hpp>

#include <boost/json.hpp>

#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <optional>
#include <set>
#include <vector>

namespace fairlead::cli {
namespace {

namespace json = boost::json;

void print(std::string const& text) { std::fwrite(text.data(), 1, text.size(), stdout); }

struct page {
    std::string name;
    char section;
    std::string text;
};

std::vector<page> all_pages() {
    const whole_line line;
    const auto top = help::describe(line.app());
    std::vector<page> all;
    for (auto const* one : help::all_of(top))
        all.push_back({help::page_name(*one), '1', help::man_page(*one, FAIRLEAD_VERSION)});
    for (auto const& one : help::documents())
        all.push_back(
            {std::string{one.name}, one.section, help::document_page(one, FAIRLEAD_VERSION)});
    return all;
}

void write_pages(std::filesystem::path const& folder) {
    for (auto const& one : all_pages()) {
        const auto below = folder / (std::string{"man"} + one.section);
        const auto file = below / (one.name + '.' + one.section);
        std::error_code failed;
        std::filesystem::create_directories(below, failed);
        std::ofstream out{file};
        out << one.text;
        if (!out.flush())
            throw command_failed{exit_code::failure, "man", file.native() + " cannot be written"};
    }
}

/// "policy-explain", "fairlead-policy-explain", and "7-limits" for the other one of that name.
std::optional<page> find_page(std::string name) {
    char section = 0;
    if (name.size() > 2 && name[0] >= '1' && name[0] <= '9' && name[1] == '-') {
        section = name[0];
        name.erase(0, 2);
    }
    if (name.empty()) name = "fairlead";
    for (auto& one : all_pages())
        if ((one.name == name || one.name == "fairlead-" + name) &&
            (section == 0 || section == one.section))
            return std::move(one);
    return std::nullopt;
}

/// For people as man shows it, else as man reads it.
void show(std::string const& roff) {
    constexpr auto reader = "if command -v man >/dev/null; then exec man -l -; else exec cat; fi";
    auto* man = ::isatty(STDOUT_FILENO) == 1 ? ::popen(reader, "we") : nullptr;
    if (man == nullptr) return print(roff);
    std::fwrite(roff.data(), 1, roff.size(), man);
    ::pclose(man);
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
    if (!command.output.empty()) return write_pages(command.output), 0;
    const auto page = find_page(command.page);
    if (!page)
        throw command_failed{exit_code::not_found, "man",
                             "there is no page '" + command.page + "'"};
    show(page->text);
    return 0;
}

}  // namespace fairlead::cli
