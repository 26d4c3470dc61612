// SPDX-License-Identifier: MIT
//
// loop_test — watches and alarms that end at awkward moments.
#include "broker/loop/alarm.hpp"
#include "broker/loop/fd_watch.hpp"
#include "tests/support/catch.hpp"

#include <fairlead/vocabulary/unique_fd.hpp>

#include <boost/asio/io_context.hpp>

#include <memory>
#include <optional>

using namespace fairlead;
using broker::fd_watch;
using namespace std::chrono_literals;

namespace {

struct pipe_ends {
    unique_fd read, write;
    pipe_ends() {
        int ends[2];
        REQUIRE(::pipe(ends) == 0);
        read.reset(ends[0]);
        write.reset(ends[1]);
    }
    void put() const { REQUIRE(::write(write.get(), "x", 1) == 1); }
    void take() const {
        char c;
        REQUIRE(::read(read.get(), &c, 1) == 1);
    }
};

}  // namespace

TEST_CASE("a watch calls for each thing to read, until it is stopped", "[broker][loop]") {
    boost::asio::io_context loop;
    const pipe_ends pipe;
    int calls = 0;
    std::optional<fd_watch> watch;
    watch.emplace(loop, pipe.read.get(), [&] {
        pipe.take();
        if (++calls < 3) pipe.put();
        else watch->stop();
    });
    pipe.put();
    loop.run();
    CHECK(calls == 3);
}

TEST_CASE("of two watches that are due, the first may destroy the second", "[broker][loop]") {
    boost::asio::io_context loop;
    const pipe_ends a, b;
    int calls = 0;
    std::unique_ptr<fd_watch> first, second;
    first = std::make_unique<fd_watch>(loop, a.read.get(), [&] {
        ++calls;
        first.reset();
        second.reset();
    });
    second = std::make_unique<fd_watch>(loop, b.read.get(), [&] {
        ++calls;
        first.reset();
        second.reset();
    });
    a.put();
    b.put();
    loop.run();
    CHECK(calls == 1);
}

TEST_CASE("an alarm rings once, at its last setting", "[broker][loop]") {
    boost::asio::io_context loop;
    int calls = 0;
    broker::alarm one{loop, [&] { ++calls; }};
    one.ring_in(0ms);
    one.ring_in(1ms);
    loop.run();
    CHECK(calls == 1);
    one.ring_in(0ms);
    one.cancel();
    loop.restart();
    loop.run();
    CHECK(calls == 1);
}

TEST_CASE("an alarm may be set again and destroyed from inside", "[broker][loop]") {
    boost::asio::io_context loop;
    int calls = 0;
    std::unique_ptr<broker::alarm> one;
    one = std::make_unique<broker::alarm>(loop, [&] {
        if (++calls == 1) one->ring_in(0ms);
        else one.reset();
    });
    one->ring_in(0ms);
    loop.run();
    CHECK(calls == 2);
}
