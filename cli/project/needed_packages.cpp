// SPDX-License-Identifier: MIT
//
// needed_packages — readelf says what a program needs itself; what that needs is the packages' own
// business.
#include "cli/project/needed_packages.hpp"

#include "cli/exit_code.hpp"
#include "cli/launch/app_folder.hpp"
#include "cli/launch/child_output.hpp"

#include <functional>
#include <set>
#include <string_view>

namespace fairlead::cli {
namespace {

using namespace std::chrono_literals;

constexpr auto patience = 30s;

/// What it prints, whatever its code is: dpkg complains of a file that it does not know, and names
/// the packages of the others. Empty if there is no such program.
std::string said_by(char const* name, std::vector<std::string> args) {
    try {
        return output_of({.program = program(name),
                          .args = std::move(args),
                          .environment = {{"LC_ALL", "C"}}},
                         patience)
            .out;
    } catch (command_failed const&) {
        return {};
    }
}

void for_each_line(std::string_view text, std::function<void(std::string_view)> const& use) {
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        use(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

}  // namespace

std::vector<std::string> needed_libraries(std::vector<std::filesystem::path> const& programs) {
    std::vector<std::string> args{"-d"};
    args.insert(args.end(), programs.begin(), programs.end());
    std::set<std::string> found;
    for_each_line(said_by("readelf", std::move(args)), [&](std::string_view line) {
        // … (NEEDED)  Shared library: [libfmt.so.9]
        const auto open = line.find('['), close = line.find(']');
        if (line.find("(NEEDED)") != line.npos && open < close && close != line.npos)
            found.insert(std::string{line.substr(open + 1, close - open - 1)});
    });
    return {found.begin(), found.end()};
}

std::vector<std::string> packages_with(std::vector<std::string> const& libraries) {
    if (libraries.empty()) return {};
    std::vector<std::string> args{"-S"};
    for (auto const& library : libraries) args.push_back("*/" + library);
    std::set<std::string> found;
    for_each_line(said_by("dpkg", std::move(args)), [&](std::string_view line) {
        // libfmt9:amd64: /usr/lib/x86_64-linux-gnu/libfmt.so.9; several packages: a, b: /…
        const auto end = line.find(": /");
        if (end == line.npos || line.find("/lib/") == line.npos) return;
        for (auto names = line.substr(0, end); !names.empty();) {
            const auto comma = std::min(names.find(", "), names.size());
            const auto name = names.substr(0, comma);
            found.insert(std::string{name.substr(0, name.find(':'))});
            names.remove_prefix(std::min(comma + 2, names.size()));
        }
    });
    return {found.begin(), found.end()};
}

}  // namespace fairlead::cli
