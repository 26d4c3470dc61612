// SPDX-License-Identifier: MIT
//
// child_process with a guardian, heard_child, poll_loop — nothing is left of what has been started.
#include "cli/dev/heard_child.hpp"
#include "cli/exit_code.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/child.hpp"
#include "tests/support/paths.hpp"
#include "tests/support/running_app.hpp"
#include "tests/support/temporary_directory.hpp"

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <thread>

using namespace fairlead::cli;
using namespace fairlead::cli::dev;
using namespace fairlead::tests;
using namespace std::chrono_literals;

namespace {

/// Where our own programs are looked for, unless they lie beside this one.
[[maybe_unused]] const bool programs_found = [] {
    const auto path = program_dir().native() + ':' + std::getenv("PATH");
    return ::setenv("PATH", path.c_str(), 1) == 0;
}();

/// A shell that starts one that leaves its session and its parent, and writes down who it is.
std::string deserter(std::filesystem::path const& note) {
    return "setsid sh -c 'echo $$ >" + note.native() + ".new; mv " + note.native() + ".new " +
           note.native() + "; exec sleep 1000' & ";
}

pid_t noted(std::filesystem::path const& note) {
    pid_t pid = 0;
    eventually("it has written down who it is",
               [&] { return static_cast<bool>(std::ifstream{note} >> pid); });
    return pid;
}

child_process::spec shell(std::string const& line) {
    return {.program = "/bin/sh", .args = {"-c", line}, .guarded = true};
}

}  // namespace

TEST_CASE("a guarded program ends as it ends, and takes along what it has started", "[dev]") {
    const temporary_directory dir;
    const auto note = dir.path() / "pid";
    auto child = child_process::start(
        shell(deserter(note) + "while ! test -e " + note.native() + "; do :; done; exit 7"));
    REQUIRE(child.wait(20s));
    CHECK(child.ended() == 7);
    CHECK_FALSE(is_alive(noted(note)));

    auto killed = child_process::start(shell("kill -9 $$"));
    REQUIRE(killed.wait(20s));
    CHECK(killed.ended() == 128 + SIGKILL);
    CHECK_THROWS_AS(child_process::start({.program = "/nowhere", .guarded = true}), command_failed);
}

TEST_CASE("a guarded program that is stopped may say goodbye", "[dev]") {
    const temporary_directory dir;
    const auto ready = dir.path() / "ready";
    auto polite = child_process::start(
        shell("trap 'exit 3' TERM; echo $$ >" + ready.native() + "; while :; do sleep 0.01; done"));
    noted(ready);
    CHECK(polite.stop(20s) == 3);
    const auto note = dir.path() / "pid";
    auto stubborn = child_process::start(shell("trap '' TERM; " + deserter(note) + "wait"));
    const auto left = noted(note);
    CHECK(stubborn.stop(50ms) == 128 + SIGKILL);
    CHECK_FALSE(is_alive(left));
}

TEST_CASE("the loop hears lines, the end, moments and other threads", "[dev]") {
    poll_loop loop;
    std::vector<std::string> heard;
    heard_child child{
        loop,
        shell("echo one; echo two >&2; read line; echo unread; exit 4"),
        {.on_line =
             [&](std::string line) {
                 heard.push_back(std::move(line));
                 if (heard.size() == 2)
                     std::thread{[&] { loop.post([&] { child.ask_to_end(); }); }}.join();
             },
         .on_end = [&](int code) { loop.quit(code); }}};
    loop.after(30'000ms, [&] { loop.quit(99); });
    const auto cancelled = loop.after(0ms, [&] { loop.quit(98); });
    loop.cancel(cancelled);
    CHECK(loop.run() == 128 + SIGTERM);  // Its stdin is open, and silent.
    CHECK(heard == std::vector<std::string>{"one", "two"});
}

TEST_CASE("whoever hears a child may go with its end", "[dev]") {
    poll_loop loop;
    std::unique_ptr<heard_child> child;
    std::string last;
    child = std::make_unique<heard_child>(loop, shell("printf 'no end of line'; exit 5"),
                                          heard_child::hooks{
                                              .on_line = [&](std::string line) { last = line; },
                                              .on_end =
                                                  [&](int code) {
                                                      child.reset();
                                                      loop.quit(code);
                                                  },
                                          });
    CHECK(loop.run() == 5);
    CHECK(last == "no end of line");
}
