// SPDX-License-Identifier: MIT
//
// child_process, child_output, process_stats — what a program that we started says and has.
#include "cli/bench/process_stats.hpp"
#include "cli/exit_code.hpp"
#include "cli/launch/child_output.hpp"
#include "cli/launch/child_process.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/child.hpp"

#include <unistd.h>

#include <algorithm>
#include <csignal>

using namespace fairlead::cli;
using namespace std::chrono_literals;

TEST_CASE("what a short program says is heard until its end", "[cli]") {
    const auto said = output_of("/bin/sh", {"-c", "echo one; echo two >&2; exit 3"}, 20s);
    CHECK(said.code == 3);
    CHECK(said.out == "one\n");
    CHECK(said.err == "two\n");
    // More than a pipe holds.
    const auto much = output_of("/bin/sh", {"-c", "yes | head -c 300000"}, 20s);
    CHECK(much.code == 0);
    CHECK(much.out.size() == 300'000);
    CHECK_THROWS_AS(output_of("/nowhere/at/all", {}, 20s), command_failed);
}

TEST_CASE("a program that takes too long is ended, and what it said is known", "[cli]") {
    const auto said = output_of("/bin/sh", {"-c", "echo one; exec sleep 600"}, 200ms);
    CHECK(said.code == -1);
    CHECK(said.out == "one\n");
}

TEST_CASE("memory is what the kernel says, and children are found", "[cli]") {
    const auto own = process_stats::of(::getpid()).resident_bytes;
    CHECK(own > 0);
    CHECK(proportional_bytes(::getpid()) > 0);
    CHECK(peak_bytes(::getpid()) >= proportional_bytes(::getpid()));
    CHECK(proportional_bytes(0) == 0);
    auto child = child_process::start({.program = "/bin/sh", .args = {"-c", "sleep 60 & wait"}});
    fairlead::tests::eventually("the child has a child",
                                [&] { return descendants_of(child.pid()).size() == 1; });
    const auto all = descendants_of(::getpid());
    CHECK(all.size() == 2);
    CHECK(std::ranges::count(all, child.pid()) == 1);
    ::kill(descendants_of(child.pid()).front(), SIGTERM);
}
