// SPDX-License-Identifier: MIT
//
// compiler_messages, local_address, text_lines, dev_news — what programs say, and what is made of
// it.
#include "cli/dev/compiler_messages.hpp"
#include "cli/dev/dev_news.hpp"
#include "cli/dev/local_address.hpp"
#include "cli/dev/text_lines.hpp"

#include "tests/support/catch.hpp"

#include <boost/json.hpp>

using namespace fairlead::cli::dev;
using Catch::Matchers::Contains;

namespace {

std::vector<compiler_error> errors_in(std::vector<std::string> const& lines) {
    compiler_messages said;
    for (auto const& line : lines) said.take(line);
    said.finish();
    return said.errors();
}

std::vector<std::string> lines_of(std::vector<std::string> const& pieces) {
    text_lines cut;
    std::vector<std::string> lines;
    const auto add = [&](std::string line) { lines.push_back(std::move(line)); };
    for (auto const& piece : pieces) cut.take(piece, add);
    cut.finish(add);
    return lines;
}

}  // namespace

TEST_CASE("errors of g++ and clang have a place", "[dev]") {
    CHECK(errors_in({"/a/main.cpp: In member function 'int f()':",
                     "/a/main.cpp:28:16: error: 'nonsense' was not declared in this scope",
                     "   28 |  return nonsense;", "/a/main.cpp:30:1: warning: unused",
                     "/a/b c.hpp:7:10: fatal error: x.hpp: No such file or directory",
                     "main.cpp:3: error: without a column"}) ==
          std::vector<compiler_error>{
              {"/a/main.cpp", 28, 16, "'nonsense' was not declared in this scope"},
              {"/a/b c.hpp", 7, 10, "x.hpp: No such file or directory"},
              {"main.cpp", 3, 0, "without a column"}});
    CHECK(errors_in({"C:odd:name.cpp:5:9: error: x"}) ==
          std::vector<compiler_error>{{"C:odd:name.cpp", 5, 9, "x"}});
}

TEST_CASE("what the linker lacks is said, with the source if it knows it", "[dev]") {
    CHECK(errors_in({"/usr/bin/ld: CMakeFiles/d.dir/main.cpp.o: in function `main':",
                     "/a/main.cpp:(.text+0x1f): undefined reference to `f()'",
                     "/usr/bin/ld: /a/main.cpp:12: undefined reference to `g()'",
                     "collect2: error: ld returned 1 exit status"}) ==
          std::vector<compiler_error>{
              {"/a/main.cpp", 0, 0, "undefined reference to `f()'"},
              {"/usr/bin/ld: /a/main.cpp", 12, 0, "undefined reference to `g()'"},
              {"", 0, 0, "collect2: ld returned 1 exit status"}});
}

TEST_CASE("CMake's errors are gathered from their lines", "[dev]") {
    CHECK(errors_in({"CMake Error at CMakeLists.txt:9 (find_package):", "  By not providing it,",
                     "", "  there is nothing.", "", "-- Configuring incomplete"}) ==
          std::vector<compiler_error>{
              {"CMakeLists.txt", 9, 0, "By not providing it, there is nothing."}});
    CHECK(errors_in({"CMake Error: The source directory \"/x\" does not exist."}) ==
          std::vector<compiler_error>{{"", 0, 0, "The source directory \"/x\" does not exist."}});
}

TEST_CASE("of many errors the first are kept, and the rest is counted", "[dev]") {
    compiler_messages said;
    for (int i = 1; i <= 14; ++i) said.take("a.cpp:" + std::to_string(i) + ":1: error: no");
    said.take("a.cpp:1:1: error: no");  // Said again, by another target.
    said.take("b.cpp:1:1: error: " + std::string(10'000, 'x'));
    CHECK(said.errors().size() == compiler_messages::errors_max);
    CHECK(said.more() == 5);
    CHECK(describe(said.errors().front()) == "a.cpp:1:1: no");
    const auto cut = errors_in({"b.cpp:1:1: error: " + std::string(499, 'x') + "ä"});
    CHECK(cut.front().text == std::string(499, 'x') + "…");
}

TEST_CASE("a dev server's own address is found in what it says", "[dev]") {
    CHECK(local_address("  ➜  Local:   http://localhost:5173/") == "http://localhost:5173/");
    CHECK(local_address("- Local:        https://127.0.0.1:3000") == "https://127.0.0.1:3000");
    CHECK(local_address("Local: http://[::1]:5173/app/ (press h)") == "http://[::1]:5173/app/");
    CHECK_FALSE(local_address("  ➜  Network: http://10.0.0.2:5173/"));
    CHECK_FALSE(local_address("http://early/ Local: nothing yet"));
    CHECK_FALSE(local_address("Local: http://"));
    CHECK_FALSE(local_address("Local: http:///x"));
    CHECK_FALSE(local_address(""));
}

TEST_CASE("colours and cursor moves do not reach the terminal", "[dev]") {
    CHECK(plain_text("\x1b[32m➜\x1b[39m  \x1b[1mLocal\x1b[22m:\x1b[0m x") == "➜  Local: x");
    CHECK(plain_text("\x1b[2J\x1b[3J\x1b[Ha\tb\r") == "a    b");
    CHECK(plain_text("\x1b]8;;http://x\x1b\\link\x1b]8;;\aend") == "linkend");
    CHECK(plain_text("cut \x1b[3") == "cut ");
    CHECK(plain_text("cut \x1b") == "cut ");
    // As Vite says it, in colours.
    CHECK(local_address(plain_text("  \x1b[32m➜\x1b[39m  \x1b[1mLocal\x1b[22m:   "
                                   "\x1b[36mhttp://localhost:\x1b[1m5173\x1b[22m/\x1b[39m")) ==
          "http://localhost:5173/");
}

TEST_CASE("lines come whole, however they are cut", "[dev]") {
    CHECK(lines_of({"on", "e\ntwo\n", "\nthr", "ee"}) ==
          std::vector<std::string>{"one", "two", "", "three"});
    const auto lines = lines_of({std::string(100'000, 'x'), "y\nz"});
    REQUIRE(lines.size() == 2);
    CHECK(lines[0].size() == text_lines::line_bytes_max);
    CHECK(lines[1] == "z");
}

TEST_CASE("pages are told where the app's own files are wrong", "[dev]") {
    build_outcome outcome;
    outcome.errors = {{"/app/plugin/main.cpp", 3, 4, "no \"x\""}, {"/usr/x.hpp", 1, 0, "y"}};
    outcome.more_errors = 2;
    outcome.last_lines = {"not told"};
    CHECK(failed_news(outcome, "/app") ==
          R"([{"state":"failed","errors":[{"file":"plugin/main.cpp","line":3,"column":4,)"
          R"("text":"no \"x\""},{"file":"/usr/x.hpp","line":1,"column":0,"text":"y"}],)"
          R"("more":2,"output":""}])");
    outcome.errors.clear();
    outcome.last_lines.assign(1'000, "a line of ten");
    const auto told = boost::json::parse(failed_news(outcome, "/app")).at(0).at("output");
    CHECK_THAT(told.as_string().c_str(), Contains("a line of ten\n"));
    CHECK(told.as_string().size() <= 4'000);
    CHECK(done_news({"a"}, std::chrono::milliseconds{7}) ==
          R"([{"state":"done","plugins":["a"],"ms":7}])");
    CHECK(reload_news({"b", "a"}) == R"([{"changed":["a","b"]}])");
    CHECK(some_of({"b", "a", "c"}) == "a and 2 more");
}
