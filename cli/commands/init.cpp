// SPDX-License-Identifier: MIT
//
// init — a new app from a template; what is there already is never written over.
#include "cli/commands/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/output/table.hpp"
#include "cli/project/installation.hpp"
#include "cli/project/templates.hpp"

#include <cstdio>

namespace fairlead::cli {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(exit_code code, std::string const& why) {
    throw command_failed{code, "init", why};
}

templates own_templates() {
    const auto here = installation::own();
    if (here.templates.empty())
        fail(exit_code::failure, "the templates are not there: share/fairlead/templates beside " +
                                     here.programs.native());
    return templates{here.templates};
}

std::string names_of(std::vector<template_info> const& all) {
    std::string names;
    for (auto const& one : all) names += (names.empty() ? "" : ", ") + one.name;
    return names;
}

/// What one types next.
void print_next(fs::path const& dir) {
    const auto where = dir.lexically_proximate(fs::current_path()).native();
    std::printf("made %s; next:\n\n  cd %s\n  fairlead build\n  fairlead run\n", where.c_str(),
                where.c_str());
}

}  // namespace

int execute(init_command const& command) {
    const auto known = own_templates();
    if (command.list) {
        table lines{{"TEMPLATE", "WHAT IT IS"}};
        for (auto const& one : known.list()) lines.add({one.name, one.about});
        std::fputs(lines.text().c_str(), stdout);
        return static_cast<int>(exit_code::ok);
    }
    if (!is_project_name(command.name))
        fail(exit_code::usage, command.name.empty()
                                   ? "-n NAME: what is the app called?"
                                   : "'" + command.name +
                                         "' is no name for an app: a letter, then letters, digits, "
                                         "'-' and '_', 64 at most");
    if (!known.has(command.from))
        fail(exit_code::usage,
             "there is no template '" + command.from + "', but " + names_of(known.list()));
    const auto dir =
        fs::absolute(command.dir.empty() ? command.name : command.dir).lexically_normal();
    if (fs::exists(dir) && !(fs::is_directory(dir) && fs::is_empty(dir)))
        fail(exit_code::failure, dir.native() + " is there already, and is not an empty folder");
    known.lay_out(command.from, command.name, dir);
    print_next(dir);
    return static_cast<int>(exit_code::ok);
}

}  // namespace fairlead::cli
