// SPDX-License-Identifier: MIT
//
// counting_subscriber — a subscriber that can be stopped: a process of its own, without the SDK.
//
//   counting_subscriber SOCKET NAME TOPIC…
//
// Events are `[number,"padding"]`. It says `ready`; for every 500 events `took N`; at the event
// `["sum"]` one line `events N first A last B ordered 0|1`; at its end `ended CODE`.
#include "tests/support/scripted_peer.hpp"

#include <fairlead/wire/frame_codec.hpp>

#include <charconv>
#include <cstdio>
#include <optional>

using namespace fairlead;
using namespace fairlead::tests;

namespace {

struct count {
    std::uint64_t events = 0;
    std::optional<std::uint64_t> first, last;
    bool ordered = true;

    void take(std::uint64_t number) {
        ordered = ordered && (!last || *last < number);
        if (!first) first = number;
        last = number;
        ++events;
    }
};

std::optional<std::uint64_t> number_in(std::string_view event) {
    std::uint64_t number = 0;
    const auto [end, error] =
        std::from_chars(event.data() + 1, event.data() + event.size(), number);
    if (error != std::errc{}) return std::nullopt;
    return number;
}

void say(std::string const& line) {
    std::puts(line.c_str());
    std::fflush(stdout);
}

void on_event(count& so_far, std::string_view event) {
    if (const auto number = number_in(event)) {
        so_far.take(*number);
        if (so_far.events % 500 == 0) say("took " + std::to_string(so_far.events));
        return;
    }
    say("events " + std::to_string(so_far.events) + " first " +
        std::to_string(so_far.first.value_or(0)) + " last " +
        std::to_string(so_far.last.value_or(0)) + " ordered " + (so_far.ordered ? "1" : "0"));
    so_far = {};
}

}  // namespace

int main(int argc, char** argv) try {
    if (argc < 4) return 2;
    scripted_peer broker{argv[1], wire::peer_role::tool, argv[2]};
    for (int i = 3; i < argc; ++i) broker.subscribe(argv[i]);
    say("ready");
    count so_far;
    try {
        for (;;) on_event(so_far, broker.next(std::chrono::hours{1}).payload);
    } catch (std::runtime_error const&) {
        const auto farewell = broker.wait_for_end();
        say("ended " + std::string{farewell ? to_text(farewell->code) : "without a farewell"});
    }
} catch (std::exception const& error) {
    std::fprintf(stderr, "counting_subscriber: %s\n", error.what());
    return 1;
}
