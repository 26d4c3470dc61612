// SPDX-License-Identifier: MIT
//
// supervision_test — when a plugin is started again, what of its output is shown, where it lies.
#include "broker/supervision/plugin_log.hpp"
#include "broker/supervision/program_path.hpp"
#include "broker/supervision/restart_policy.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temporary_directory.hpp"

#include <vector>

using namespace fairlead::broker::supervision;
using namespace fairlead::tests;
using namespace std::chrono_literals;

namespace {

const restart_policy::time_point start{std::chrono::hours{1}};

struct shown {
    std::vector<std::string> lines;
    plugin_log log;
    explicit shown(plugin_log_limits limits = {})
        : log{[this](std::string_view line) { lines.emplace_back(line); }, limits} {}
};

}  // namespace

TEST_CASE("the first restart is at once, further ones wait longer and longer",
          "[broker][supervision]") {
    restart_policy policy{{.deaths_max = 100}};
    auto now = start;
    std::vector<std::chrono::milliseconds> delays;
    for (int i = 0; i < 9; ++i) delays.push_back(policy.on_death(now, now).value());
    CHECK(delays == std::vector<std::chrono::milliseconds>{0ms, 100ms, 200ms, 400ms, 800ms, 1600ms,
                                                           3200ms, 5000ms, 5000ms});
}

TEST_CASE("ten good seconds make a plugin new again", "[broker][supervision]") {
    restart_policy policy;
    CHECK(policy.on_death(start, start + 1s) == 0ms);
    CHECK(policy.on_death(start + 1s, start + 2s) == 100ms);
    CHECK(policy.on_death(start + 2s, start + 12s) == 0ms);
}

TEST_CASE("six deaths in thirty seconds are a crash loop", "[broker][supervision]") {
    restart_policy quick, slow;
    for (int i = 0; i < 5; ++i) {
        CHECK(quick.on_death(start, start + i * 1s));
        CHECK(slow.on_death(start, start + i * 7s));
    }
    CHECK_FALSE(quick.on_death(start, start + 5s));
    CHECK(slow.on_death(start, start + 5 * 7s));
}

TEST_CASE("output is shown by lines, however it arrives", "[broker][supervision]") {
    shown out;
    out.log.on_output("one\ntw", start);
    CHECK(out.lines == std::vector<std::string>{"one"});
    out.log.on_output("o\r\n\nlast", start);
    CHECK(out.lines == std::vector<std::string>{"one", "two", ""});
    out.log.finish(start);
    CHECK(out.lines.back() == "last");
}

TEST_CASE("a line without an end is cut", "[broker][supervision]") {
    shown out{{.line_bytes_max = 4}};
    out.log.on_output("abcdefghi\n", start);
    CHECK(out.lines == std::vector<std::string>{"abcd", "efgh", "i"});
}

TEST_CASE("a chatty plugin is cut to so many lines a second, and told so",
          "[broker][supervision]") {
    shown out{{.lines_per_second = 2}};
    for (int i = 0; i < 5; ++i) out.log.on_output("x\n", start);
    CHECK(out.lines.size() == 2);
    out.log.on_output("later\n", start + 1s);
    CHECK(out.lines == std::vector<std::string>{"x", "x", "(3 lines skipped)", "later"});
    CHECK(out.log.last_lines().size() == 6);
}

TEST_CASE("the last lines are kept for the report", "[broker][supervision]") {
    shown out{{.lines_per_second = 1, .lines_kept = 3}};
    for (int i = 0; i < 9; ++i) out.log.on_output(std::to_string(i) + "\n", start);
    CHECK(std::vector<std::string>(out.log.last_lines().begin(), out.log.last_lines().end()) ==
          std::vector<std::string>{"6", "7", "8"});
    out.log.finish(start);
    CHECK(out.lines.back() == "(8 lines skipped)");
}

TEST_CASE("a program is looked for in the app, then beside the broker", "[broker][supervision]") {
    const temporary_directory folder;
    const auto program = [&](std::string const& name) {
        const auto file = folder.write(name, "#!/bin/sh\n");
        std::filesystem::permissions(file, std::filesystem::perms::owner_all);
        return file;
    };
    const auto app = folder.path() / "app", build = folder.path() / "build/bin";
    const auto beside = program("build/bin/greeter-plugin");
    CHECK(find_program("bin/greeter-plugin", app, build).file == beside);
    CHECK(find_program("greeter-plugin", app, build).file == beside);
    const auto in_app = program("app/bin/greeter-plugin");
    CHECK(find_program("bin/greeter-plugin", app, build).file == in_app);
    CHECK(find_program("/bin/sh", app, build).file == "/bin/sh");

    const auto missing = find_program("bin/nothing", app, build);
    CHECK(missing.file.empty());
    CHECK(missing.tried.size() == 3);
    folder.write("app/not-executable", "x");
    CHECK(find_program("not-executable", app, build).file.empty());
}
