// SPDX-License-Identifier: MIT
//
// obedient_plugin — a plugin for tests of supervision, without the SDK: it does as asked.
//
//   NAME.echo      the arguments      NAME.pid     its process id      NAME.hang  no answer
//   NAME.exit      exits with 3       NAME.crash kills itself   NAME.spawn a child that stays
//   NAME.deaf      closes its session and stays            NAME.stray one that leaves its group
//   NAME.sulk      idempotent: dies of its first call       NAME.doom   idempotent: dies of each
//   NAME.linger    answers once it is told to leave         NAME.token what it was launched with
//   NAME.toil      computes until it gets SIGUSR1
//
// With the word "broken" in the file OBEDIENT_BUILD_FILE it ends before it is ready.
#include "tests/support/scripted_peer.hpp"

#include <fairlead/wire/offer_traits.hpp>

#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <mutex>
#include <string>

using namespace fairlead;
using namespace fairlead::tests;
using wire::frame_kind;

namespace {

enum class method : std::uint32_t {
    echo,
    pid,
    hang,
    exit,
    crash,
    spawn,
    deaf,
    stray,
    linger,
    token,
    toil,
    sulk,
    doom
};
constexpr char const* method_names[] = {"echo", "pid",   "hang",   "exit",  "crash", "spawn",
                                        "deaf", "stray", "linger", "token", "toil"};

request_id lingering{};
std::string launched_with;

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

/// A grandchild in a session of its own: what a daemon makes of itself.
std::string spawn_stray() {
    int ends[2];
    if (::pipe(ends) != 0) return "0";
    if (::fork() == 0) {
        ::setsid();
        const auto pid = ::fork();
        if (pid == 0)
            for (;;) ::pause();
        ::_exit(::write(ends[1], &pid, sizeof pid) == sizeof pid ? 0 : 1);
    }
    pid_t pid = 0;
    static_cast<void>(!::read(ends[0], &pid, sizeof pid));
    return std::to_string(pid);
}

bool is_broken() {
    char const* file = std::getenv("OBEDIENT_BUILD_FILE");
    std::string word;
    return file != nullptr && (std::ifstream{file} >> word) && word == "broken";
}

/// Dies of its first call; whoever comes next answers.
void sulk(scripted_peer& broker, request_id request) {
    if (::mkdir("sulked", 0700) == 0) std::raise(SIGKILL);
    broker.result(request, "\"better now\"");
}

volatile std::sig_atomic_t toiled_enough = 0;

/// ThreadSanitizer runs no signal handler in a loop that calls nothing it knows of.
void toil(scripted_peer& broker, request_id request) {
    std::mutex known;
    while (toiled_enough == 0) const std::lock_guard lock{known};
    toiled_enough = 0;
    broker.result(request, "null");
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
        case method::stray: return broker.result(request, spawn_stray());
        case method::sulk: return sulk(broker, request);
        case method::doom: std::raise(SIGKILL); return;
        case method::linger: lingering = request; return;
        case method::token: return broker.result(request, '"' + launched_with + '"');
        case method::toil: return toil(broker, request);
        case method::deaf:
            broker.leave();
            for (;;) ::pause();
    }
}

}  // namespace

int main() try {
    std::signal(SIGUSR1, [](int) { toiled_enough = 1; });
    const std::string name = std::getenv("FAIRLEAD_NAME");
    launched_with = read_token();
    scripted_peer broker{std::getenv("FAIRLEAD_SOCKET"), wire::peer_role::plugin, name,
                         launched_with};
    std::uint32_t handler = 0;
    for (auto const* each : method_names) broker.offer(name + "." + each, handler++);
    for (auto const* each : {"sulk", "doom"}) {  // As methods that may be called twice.
        wire::frame_header offer;
        offer.kind = frame_kind::offer;
        offer.request = request_id{1'000 + handler};
        offer.code = wire::offer_trait::idempotent;
        offer.aux = handler++;
        broker.send_named(offer, name + "." + each);
        broker.expect(frame_kind::result);
    }
    if (is_broken()) {
        std::fprintf(stderr, "a broken build\n");
        return 5;
    }
    std::printf("%s serves\n", name.c_str());
    std::fflush(stdout);
    broker.ready();
    for (;;) {
        const auto frame = broker.next(std::chrono::hours{1});
        if (frame.header.kind == frame_kind::goodbye) {
            if (lingering != no_request) {
                broker.result(lingering, std::to_string(::getpid()));
                broker.everything_until_pong();
            }
            return 0;
        }
        if (frame.header.kind == frame_kind::ping) {
            auto pong = frame.header;
            pong.kind = frame_kind::pong;
            broker.send(pong);
        }
        if (frame.header.kind == frame_kind::call) obey(broker, frame);
    }
} catch (std::exception const& error) {
    std::fprintf(stderr, "obedient_plugin: %s\n", error.what());
    return 1;
}
