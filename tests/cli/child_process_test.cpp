// SPDX-License-Identifier: MIT
//
// child_process, process_stats — what a program that we started says, and what it has.
#include "cli/bench/process_stats.hpp"
#include "cli/exit_code.hpp"
#include "cli/launch/child_process.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/child.hpp"

#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <iterator>

using namespace fairlead::cli;

namespace {

struct scratch_file {
    std::filesystem::path path = std::filesystem::temp_directory_path() /
                                 ("fairlead-test-errors-" + std::to_string(::getpid()));
    ~scratch_file() { std::filesystem::remove(path); }
    std::string text() const {
        std::ifstream in{path};
        return {std::istreambuf_iterator<char>{in}, {}};
    }
};

}  // namespace

TEST_CASE("what a child complains of goes where it is to go", "[cli]") {
    const scratch_file file;
    auto child = child_process::start(
        {.program = "/bin/sh", .args = {"-c", "echo one >&2; exit 3"}, .errors_to = file.path});
    fairlead::tests::eventually("the child ends", [&] { return child.ended().has_value(); });
    CHECK(child.ended() == 3);
    CHECK(file.text() == "one\n");
    CHECK_THROWS_AS(child_process::start({.program = "/bin/sh", .errors_to = "/nowhere/at/all"}),
                    command_failed);
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
