// SPDX-License-Identifier: MIT
//
// steps — one after the other, each with a log, up to the one that fails.
#include "cli/project/steps.hpp"

#include "cli/exit_code.hpp"
#include "cli/text_file.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace fairlead::cli;
using fairlead::tests::temporary_directory;

namespace {

std::string text_of(std::filesystem::path const& file) { return read_text(file).value_or(""); }

}  // namespace

TEST_CASE("steps run in their order, where they should, into their logs", "[project]") {
    const temporary_directory dir;
    const auto logs = dir.path() / "logs";
    steps all{"build", logs, false};
    std::string order;
    all.add("first: one", [&] {
        all.execute_line("pwd; echo aside >&2", dir.path());
        order += '1';
        return steps::note{};
    });
    all.add("second", [&] {
        order += '2';
        return steps::note{"up to date"};
    });
    all.run();
    CHECK(order == "12");
    CHECK(text_of(logs / "first-one.log") == dir.path().native() + "\naside\n");
    CHECK_FALSE(std::filesystem::exists(logs / "second.log"));
}

TEST_CASE("the step that fails is the last, and named with its log", "[project]") {
    const temporary_directory dir;
    steps all{"build", dir.path(), false};
    bool went_on = false;
    all.add("front end: build", [&] {
        all.execute_line("echo broken; exit 3", dir.path());
        return steps::note{};
    });
    all.add("next", [&] {
        went_on = true;
        return steps::note{};
    });
    try {
        all.run();
        FAIL("no error");
    } catch (command_failed const& failed) {
        CHECK(failed.name() == "build");
        CHECK(failed.code() == exit_code::failure);
        CHECK(failed.what() == R"(front end: build: "echo broken; exit 3" ended with code 3; )"
                               "all it said: " +
                                   (dir.path() / "front-end-build.log").native());
    }
    CHECK_FALSE(went_on);
}

TEST_CASE("a program that is killed is told from one that fails", "[project]") {
    const temporary_directory dir;
    steps all{"build", dir.path(), false};
    all.add("compile", [&] {
        all.execute_line("kill -KILL $$", dir.path());
        return steps::note{};
    });
    CHECK_THROWS_WITH(all.run(), Catch::Matchers::Contains("was ended by signal 9"));
}
