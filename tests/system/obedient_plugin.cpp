// SPDX-License-Identifier: MIT
//
// obedient_plugin — a plugin for tests of supervision, without the SDK: it does as asked.
//
//   NAME.echo      the arguments      NAME.pid     its process id      NAME.hang  no answer
//   NAME.exit      exits with 3       NAME.crash kills itself   NAME.spawn a child that stays
//   NAME.deaf      closes its session and stays
#include "tests/support/scripted_peer.hpp"

#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string>

using namespace fairlead;
using namespace fairlead::tests;
using wire::frame_kind;

namespace {

enum class method : std::uint32_t { echo, pid, hang, exit, crash, spawn, deaf };
constexpr char const* method_names[] = {"echo", "pid", "hang", "exit", "crash", "spawn", "deaf"};

std::string read_token() {
    char const* fd = std::getenv("FAIRLEAD_TOKEN_FD");
    char bytes[64];
    const auto got = fd != nullptr ? ::read(std::atoi(fd), bytes, sizeof bytes) : 0;
    return {bytes, static_cast<std::size_t>(got > 0 ? got : 0)};
}

/// In our process group, and outliving us if nobody kills the group.
std::string spawn_child() {
    const auto pid = ::fork();
    if (pid == 0)
        for (;;) ::pause();
    return std::to_string(pid);
}

void obey(scripted_peer& broker, received_frame const& call) {
    const auto request = call.header.request;
    switch (static_cast<method>(raw(call.header.route))) {
        case method::echo: return broker.result(request, call.payload);
        case method::pid: return broker.result(request, std::to_string(::getpid()));
        case method::hang: return;
        case method::exit: std::fprintf(stderr, "told to exit\n"); std::exit(3);
        case method::crash:
            std::fprintf(stderr, "told to crash\nwithout a newline");
            std::raise(SIGKILL);
            return;
        case method::spawn: return broker.result(request, spawn_child());
        case method::deaf:
            broker.leave();
            for (;;) ::pause();
    }
}

}  // namespace

int main() try {
    const std::string name = std::getenv("FAIRLEAD_NAME");
    scripted_peer broker{std::getenv("FAIRLEAD_SOCKET"), wire::peer_role::plugin, name,
                         read_token()};
    std::uint32_t handler = 0;
    for (auto const* each : method_names) broker.offer(name + "." + each, handler++);
    std::printf("%s serves\n", name.c_str());
    std::fflush(stdout);
    broker.ready();
    for (;;) {
        const auto frame = broker.next(std::chrono::hours{1});
        if (frame.header.kind == frame_kind::goodbye) return 0;
        if (frame.header.kind == frame_kind::call) obey(broker, frame);
    }
} catch (std::exception const& error) {
    std::fprintf(stderr, "obedient_plugin: %s\n", error.what());
    return 1;
}
