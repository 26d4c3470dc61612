// SPDX-License-Identifier: MIT
//
// replay — a capture towards plugins (calls again, compares), or towards a page (--serve).
#include "cli/capture/format.hpp"
#include "cli/commands/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/replay/back_end.hpp"
#include "cli/replay/report.hpp"

#include <fairlead/handshake/socket_path.hpp>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>

namespace fairlead::cli {
namespace {

capture::recording read(std::string const& file) {
    std::ifstream from{file, std::ios::binary};
    if (!from) throw command_failed{exit_code::failure, file, std::strerror(errno)};
    try {
        return capture::read(from);
    } catch (capture::bad_capture const& why) {
        throw command_failed{exit_code::failure, file, why.what()};
    }
}

int serve(replay_command const& command, replay::plan const& what) {
    const stop_signals stop;  // Before there are threads, which take them over.
    const auto tool = attach(command.common.to);
    const auto socket = command.common.to.socket.empty()
                            ? handshake::socket_path(tool->app()).native()
                            : command.common.to.socket;
    replay::back_end plugins{what, command, socket};
    if (what.is_cut) std::fprintf(stderr, "the capture's last line is cut, it was left out\n");
    std::fprintf(stderr, "serving %zu calls and %zu events of %s; Ctrl+C ends it\n",
                 what.calls.size(), what.of_plugins.size(), plugins.names().c_str());
    return plugins.run(stop);
}

}  // namespace

int execute(replay_command const& command) {
    const auto how = command.serve ? replay::use::answering : replay::use::calling;
    const auto what = replay::plan_of(read(command.file), how, command.peer, command.method);
    if (what.calls.empty() && (!command.serve || what.of_plugins.empty()))
        throw command_failed{exit_code::failure, "replay",
                             "nothing in it can be replayed; " + replay::left_out(what)};
    if (command.serve) return serve(command, what);
    const auto broker = attach(command.common.to);
    const auto found = replay::run_again(what, command, *broker);
    const auto text = command.common.json == json_style::off
                          ? replay::text_of(what, found, command)
                          : styled(replay::json_of(what, found), command.common.json) + '\n';
    std::fwrite(text.data(), 1, text.size(), stdout);
    return static_cast<int>(found.differing == 0 ? exit_code::ok : exit_code::failure);
}

}  // namespace fairlead::cli
