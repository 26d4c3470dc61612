// SPDX-License-Identifier: MIT
//
// call_times_test — when calls passed by in a page.
#include "webview-host/inpage/call_times.hpp"

#include "tests/support/catch.hpp"

using namespace fairlead;
using namespace fairlead::page;
using wire::frame_kind;
using wire::timed_as;

TEST_CASE("a call of the page is told of when its answer is handed over", "[page][trace]") {
    call_times times;
    times.set(true);
    times.on_lines(10);
    CHECK(times.on_line(frame_kind::call, request_id{1}, 11) == wire::frame_flag::traced);
    CHECK(times.on_line(frame_kind::event, request_id{2}, 12) == 0);
    times.on_frame(frame_kind::result, request_id{1}, 20);
    CHECK_FALSE(times.is_queued());
    times.on_queued();
    CHECK(times.is_queued());
    CHECK(times.take_told().empty());
    times.on_hand_over(25);
    const auto told = times.take_told();
    REQUIRE(told.size() == 1);
    CHECK(told[0].request == request_id{1});
    CHECK(told[0].as == timed_as::asker);
    CHECK(told[0].points == wire::call_points{10, 11, 20, 25});
    CHECK(times.take_told().empty());
}

TEST_CASE("a call that the page serves is told of when it has answered", "[page][trace]") {
    call_times times;
    times.set(true);
    times.on_frame(frame_kind::call, request_id{7}, 5);
    times.on_queued();
    times.on_hand_over(6);
    CHECK(times.take_told().empty());
    times.on_lines(9);
    CHECK(times.on_line(frame_kind::error, request_id{7}, 10) == 0);
    const auto told = times.take_told();
    REQUIRE(told.size() == 1);
    CHECK(told[0].as == timed_as::provider);
    CHECK(told[0].points == wire::call_points{5, 6, 9, 10});
}

TEST_CASE("answers to calls that were not timed are not told of", "[page][trace]") {
    call_times times;
    times.set(true);
    times.on_frame(frame_kind::result, request_id{1}, 20);
    times.on_queued();
    times.on_hand_over(25);
    CHECK(times.take_told().empty());
    CHECK(times.on_line(frame_kind::result, request_id{9}, 30) == 0);
    CHECK(times.take_told().empty());
}

TEST_CASE("when nobody wants to know any more, all is forgotten", "[page][trace]") {
    call_times times;
    CHECK_FALSE(times.is_on());
    times.on_frame(frame_kind::result, request_id{1}, 1);
    times.on_queued();
    CHECK_FALSE(times.is_queued());
    times.set(true);
    times.on_lines(1);
    times.on_line(frame_kind::invoke, request_id{1}, 2);
    times.set(false);
    times.set(true);
    times.on_frame(frame_kind::callback, request_id{1}, 3);
    times.on_queued();
    times.on_hand_over(4);
    CHECK(times.take_told().empty());
}

TEST_CASE("beyond so many calls at once the others have no times", "[page][trace]") {
    call_times times;
    times.set(true);
    for (std::uint64_t i = 0; i <= call_times::calls_max; ++i)
        times.on_line(frame_kind::call, request_id{i}, 1);
    for (const auto i : {std::uint64_t{0}, std::uint64_t{call_times::calls_max}}) {
        times.on_frame(frame_kind::result, request_id{i}, 2);
        times.on_queued();
    }
    times.on_hand_over(3);
    CHECK(times.take_told().size() == 1);
}
