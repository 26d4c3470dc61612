// SPDX-License-Identifier: MIT
//
// generate — wailsjs/ from what the plugins say of themselves.
#include "cli/commands/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/generate/wailsjs.hpp"

#include <cstdio>

namespace fairlead::cli {
namespace {

constexpr auto verb = "generate";

/// `differs   frontend/wailsjs/go/main/App.js:3: is "…", not "…"`
void print(generate::difference const& one, std::filesystem::path const& folder, bool done) {
    using kind = generate::difference::kind;
    const char* word = one.what == kind::missing ? (done ? "new" : "missing")
                       : one.what == kind::other ? (done ? "changed" : "differs")
                                                 : (done ? "removed" : "obsolete");
    const auto where = (folder / one.path).native();
    if (done || one.text.empty()) std::printf("%-9s %s\n", word, where.c_str());
    else std::printf("%-9s %s:%s\n", word, where.c_str(), one.text.c_str());
}

}  // namespace

int execute(generate_command const& command) {
    const auto app = project::open(command.app_dir, verb);
    const auto made = generate::wailsjs::of(app, verb);
    const auto shown = app.wailsjs.lexically_relative(app.dir);
    for (auto const& one : made.differences) print(one, shown, !command.check);
    for (auto const& name : made.left_out)
        std::fprintf(stderr,
                     "%s: %s is not of the form package.Object.Method: pages cannot import it\n",
                     verb, name.c_str());
    if (!command.check) {
        made.settle();
        return static_cast<int>(exit_code::ok);
    }
    if (made.differences.empty()) return static_cast<int>(exit_code::ok);
    throw command_failed{exit_code::failure, verb,
                         shown.native() + " is not up to date: fairlead generate module"};
}

}  // namespace fairlead::cli
