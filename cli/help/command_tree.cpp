// SPDX-License-Identifier: MIT
//
// command_tree — a walk over CLI11's description.
#include "cli/help/command_tree.hpp"

#include <CLI/CLI.hpp>

#include <sstream>

namespace fairlead::cli::help {
namespace {

/// `off|short|pretty`
std::vector<std::string> choices_in(std::string const& text) {
    if (text.find('|') == std::string::npos || text.find_first_of(" []") != std::string::npos)
        return {};
    std::vector<std::string> all;
    std::istringstream in{text};
    for (std::string one; std::getline(in, one, '|');) all.push_back(one);
    return all;
}

/// `N` or `APP`, where CLI11 has a type: "TEXT", "UINT:INT in [0 - 4096]".
void set_value(option& to, CLI::Option const& from) {
    to.value = from.get_option_text();
    to.choices = choices_in(to.value);
    if (!to.value.empty()) return;
    const auto type = from.get_type_name();
    to.is_number = type.starts_with("UINT") || type.starts_with("INT") || type.starts_with("FLOAT");
    if (to.is_number) {
        to.value = "N";
    } else {
        const auto last = to.names.back();
        const auto begin = last.find_first_not_of('-');
        for (const char c : last.substr(begin == std::string::npos ? 0 : begin))
            to.value += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
}

option describe(CLI::Option const& from) {
    option made;
    made.about = from.get_description();
    made.is_required = from.get_required();
    made.is_argument = from.get_positional();
    if (made.is_argument) {
        made.names = {from.get_name(true)};
    } else {
        for (auto const& one : from.get_snames()) made.names.push_back('-' + one);
        for (auto const& one : from.get_lnames()) made.names.push_back("--" + one);
    }
    // A flag expects nothing.
    if (from.get_items_expected_max() > 0 || made.is_argument) {
        set_value(made, from);
    }
    return made;
}

command describe_below(CLI::App const& app, std::vector<std::string> above) {
    command made;
    made.name = app.get_name();
    above.push_back(made.name);
    made.words = above;
    made.about = app.get_description();
    made.more = app.get_footer();
    for (auto const* one : app.get_options()) {
        if (one->get_group().empty()) continue;
        auto described = describe(*one);
        (described.is_argument ? made.arguments : made.options).push_back(std::move(described));
    }
    for (auto const* one : app.get_subcommands([](CLI::App const*) { return true; }))
        if (!one->get_group().empty()) made.commands.push_back(describe_below(*one, above));
    return made;
}

void add_all(command const& from, std::vector<command const*>& to) {
    to.push_back(&from);
    for (auto const& one : from.commands) add_all(one, to);
}

}  // namespace

command describe(CLI::App const& app) { return describe_below(app, {}); }

std::vector<command const*> all_of(command const& top) {
    std::vector<command const*> all;
    add_all(top, all);
    return all;
}

}  // namespace fairlead::cli::help
