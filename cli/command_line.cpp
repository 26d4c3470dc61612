// SPDX-License-Identifier: MIT
//
// command_line — CLI11 parses; what it says of a wrong line is said again in our form.
#include "cli/command_line.hpp"

#include "cli/dev/dev_options.hpp"
#include "cli/exit_code.hpp"
#include "cli/whole_line.hpp"

#include <algorithm>

namespace fairlead::cli {

any_command parse_command_line(int argc, char** argv) {
    // Its arguments are a plugin's, not ours.
    if (argc > 1 && std::string_view{argv[1]} == "bench-plugin")
        return bench_plugin_command{argc - 1, argv + 1};
    if (argc == 3 && std::string_view{argv[1]} == "bench-subscriber")
        return bench_subscriber_command{argv[2]};

    whole_line line;
    try {
        if (argc > 1 && std::string_view{argv[1]} == "dev") {
            auto args = dev::with_two_dashes({argv + 1, argv + argc});
            std::ranges::reverse(args);  // As CLI11 wants them.
            line.app().parse(std::move(args));
        } else {
            line.app().parse(argc, argv);
        }
    } catch (CLI::CallForHelp const&) {
        return print_command{line.app().help()};
    } catch (CLI::CallForVersion const& version) {
        return print_command{std::string{version.what()} + "\n"};
    } catch (CLI::ParseError const& error) {
        throw command_failed{exit_code::usage, "usage",
                             std::string{error.what()} + " (fairlead --help shows the commands)"};
    }
    return line.chosen();
}

}  // namespace fairlead::cli
