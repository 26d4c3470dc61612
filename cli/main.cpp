// SPDX-License-Identifier: MIT
//
// fairlead — launches apps and talks to running ones.
#include "cli/commands/commands.hpp"
#include "cli/exit_code.hpp"

#include <cstdio>
#include <exception>

int main(int argc, char** argv) {
    using namespace fairlead::cli;
    try {
        return std::visit([](auto const& command) { return execute(command); },
                          parse_command_line(argc, argv));
    } catch (command_failed const& failed) {
        std::fprintf(stderr, "%s: %s\n", failed.name().c_str(), failed.what());
        return static_cast<int>(failed.code());
    } catch (std::exception const& failed) {
        std::fprintf(stderr, "fairlead: %s\n", failed.what());
        return static_cast<int>(exit_code::failure);
    }
}
