// SPDX-License-Identifier: MIT
//
// line_reader — lines out of pieces.
#include "tests/support/catch.hpp"
#include "webview-host/loop/line_reader.hpp"
#include "webview-host/loop/queue_main_thread.hpp"

#include <thread>
#include <vector>

using namespace fairlead::host;
using list = std::vector<std::string>;

namespace {

struct piped {
    piped() {
        int ends[2];
        REQUIRE(::pipe(ends) == 0);
        out.reset(ends[0]);
        in.reset(ends[1]);
    }
    void write(std::string_view text) { REQUIRE(::write(in.get(), text.data(), text.size()) >= 0); }
    fairlead::unique_fd out, in;
};

list lines_of(line_reader& reader) {
    list lines;
    for (line_reader::line line; reader.next(line);)
        lines.push_back(std::string{line.text} + (line.too_long ? " (too long)" : ""));
    return lines;
}

}  // namespace

TEST_CASE("lines are whole, however they arrive", "[lines]") {
    piped pipe;
    line_reader reader{pipe.out.get(), 100};
    pipe.write("one\ntw");
    CHECK(reader.read_some() == line_reader::state::open);
    CHECK(lines_of(reader) == list{"one"});
    pipe.write("o\n\nthree");
    reader.read_some();
    CHECK(lines_of(reader) == list{"two", ""});
    pipe.in.reset();
    CHECK(reader.read_some() == line_reader::state::ended);
    CHECK(lines_of(reader) == list{"three"});
}

TEST_CASE("a line that is too long is named once, and the next is whole again", "[lines]") {
    piped pipe;
    line_reader reader{pipe.out.get(), 5};
    pipe.write("123456789\nnext\n12345\n");
    reader.read_some();
    CHECK(lines_of(reader) == list{"12345 (too long)", "next", "12345"});
    pipe.write("abcdefgh");
    reader.read_some();
    CHECK(lines_of(reader) == list{"abcde (too long)"});
    pipe.write("ijk\nlast\n");
    reader.read_some();
    CHECK(lines_of(reader) == list{"last"});
}

TEST_CASE("tasks of any thread run on the main thread, in their order, until it quits", "[loop]") {
    queue_main_thread loop;
    const auto main_id = std::this_thread::get_id();
    std::vector<int> ran;
    std::thread other{[&] {
        for (int i = 0; i < 1'000; ++i)
            loop.post([&, i] {
                if (std::this_thread::get_id() == main_id) ran.push_back(i);
            });
        loop.post([&] { loop.quit(7); });
        loop.post([&] { ran.push_back(-1); });  // Too late.
    }};
    CHECK(loop.run() == 7);
    other.join();
    REQUIRE(ran.size() == 1'000);
    CHECK(std::ranges::is_sorted(ran));
}

TEST_CASE("an input is watched until it is ignored", "[loop]") {
    queue_main_thread loop;
    piped pipe;
    int seen = 0;
    loop.watch_input(pipe.out.get(), [&] {
        ++seen;
        loop.ignore_input();
        loop.post([&] { loop.quit(0); });  // The pipe stays readable: it must not run again.
    });
    pipe.write("x");
    loop.run();
    CHECK(seen == 1);
}

TEST_CASE("a stop signal is a task like any other", "[loop]") {
    queue_main_thread loop;
    loop.on_stop_signal([&] { loop.quit(3); });
    REQUIRE(::kill(::getpid(), SIGTERM) == 0);
    CHECK(loop.run() == 3);
}
