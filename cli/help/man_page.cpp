// SPDX-License-Identifier: MIT
//
// man_page — man(7)'s macros, a line each.
#include "cli/help/man_page.hpp"

#include "cli/help/roff.hpp"

namespace fairlead::cli::help {
namespace {

std::string joined(std::vector<std::string> const& words, std::string_view between) {
    std::string all;
    for (auto const& one : words) all += (all.empty() ? std::string{} : std::string{between}) + one;
    return all;
}

std::string argument_text(option const& one) {
    auto const& name = one.names.front();
    return one.is_required ? name : '[' + name + ']';
}

std::string synopsis(command const& one) {
    auto line = ".B " + roff_text(joined(one.words, " ")) + '\n';
    if (!one.options.empty()) line += ".RI [ options ]\n";
    for (auto const& argument : one.arguments)
        line += ".I " + roff_quoted(argument_text(argument)) + '\n';
    if (!one.commands.empty()) line += ".I command\n";
    return line;
}

std::string entry(option const& one) {
    auto head = joined(one.names, ", ");
    std::string line = ".TP\n";
    if (one.is_argument) line += ".I " + roff_quoted(head) + '\n';
    else if (one.value.empty()) line += ".B " + roff_quoted(head) + '\n';
    else line += ".BI " + roff_quoted(head + ' ') + ' ' + roff_quoted(one.value) + '\n';
    return line + roff_text(one.about.empty() ? std::string{"Required."} : one.about + '.') + '\n';
}

}  // namespace

std::string page_name(command const& one) { return joined(one.words, "-"); }

std::string man_page(command const& one, std::string const& version) {
    auto page = roff_head(page_name(one), '1', version, one.about);
    page += ".SH SYNOPSIS\n" + synopsis(one);
    if (!one.arguments.empty()) {
        page += ".SH ARGUMENTS\n";
        for (auto const& argument : one.arguments) page += entry(argument);
    }
    if (!one.commands.empty()) {
        page += ".SH COMMANDS\n";
        for (auto const& below : one.commands)
            page += ".TP\n.B " + roff_quoted(below.name) + '\n' + roff_text(below.about) + ".\n";
    }
    if (!one.options.empty()) {
        page += ".SH OPTIONS\n";
        for (auto const& each : one.options) page += entry(each);
    }
    if (!one.more.empty()) page += ".SH NOTES\n" + roff_text(one.more) + '\n';
    if (one.words.size() > 1) {
        auto above = one.words;
        above.pop_back();
        page += ".SH SEE ALSO\n.BR " + roff_text(joined(above, "-")) + " (1)\n";
    } else if (!one.commands.empty()) {
        page += ".SH SEE ALSO\n";
        for (auto const& below : one.commands)
            page += ".BR " + roff_text(page_name(below)) + " (1)" +
                    (&below == &one.commands.back() ? "\n" : ",\n");
    }
    return page;
}

}  // namespace fairlead::cli::help
