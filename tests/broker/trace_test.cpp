// SPDX-License-Identifier: MIT
//
// trace_test — whose times a call is shown with, and whose not; and calls that are slow.
#include "broker/routing/slow_calls.hpp"
#include "broker/tap/trace_desk.hpp"

#include "tests/broker/fake_peer.hpp"
#include "tests/support/catch.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/json.hpp>

using namespace fairlead;
using namespace fairlead::tests;
using namespace fairlead::broker::tap;
using namespace std::chrono_literals;
using wire::frame_kind;
using wire::timed_as;
using wire::frame_flag::traced;
namespace json = boost::json;

namespace {

/// A house that somebody looks at, as `fairlead trace` does.
struct traced_house {
    routing_house house;
    boost::asio::io_context loop;
    broker::turn_clock clock;
    trace_desk desk{loop, house.dispatcher, clock,
                    [](session_id id) { return id == session_id{9}; },
                    [this](wire::frame_header const& order) { tell(order); }};
    fake_peer watcher{wire::peer_role::tool, "trace", 9};
    std::vector<bool> orders;

    traced_house() {
        house.offer(house.plugin, "main.App.Greet", 7);
        house.ready(house.plugin);
    }
    void tell(wire::frame_header const& order) {
        orders.push_back(order.code == 1);
        for (auto* one : {&house.plugin, &house.tool, &house.host, &house.page}) {
            REQUIRE(order.kind == frame_kind::trace);
            if (order.code == 1) house.say(*one, order);  // They know what it means.
        }
    }
    void watch(std::string_view filter = "[]") {
        house.call_live(watcher, 1, "fairlead.control.trace", filter);
    }
    /// What the watcher has been told since.
    std::vector<json::object> told() {
        desk.send_notes(true);
        std::vector<json::object> all;
        while (!watcher.frames.empty()) {
            const auto frame = watcher.take();
            REQUIRE(frame.header.kind == frame_kind::item);
            all.push_back(json::parse(frame.payload).as_object());
        }
        return all;
    }
    json::object only() {
        auto all = told();
        REQUIRE(all.size() == 1);
        return all.front();
    }
    /// A call of the tool, which times it, if it is to.
    fake_frame call(std::uint64_t request, bool timed = true) {
        std::string whole{wire::as_text(wire::encode_name_length("main.App.Greet"))};
        whole.append("main.App.Greet").append("[]");
        house.say(
            house.tool,
            {.kind = frame_kind::call,
             .flags = static_cast<std::uint8_t>(wire::frame_flag::named | (timed ? traced : 0)),
             .request = request_id{request}},
            whole);
        return house.plugin.take();
    }
    void tell_times(fake_peer& who, timed_as as, request_id request,
                    wire::call_points const& points) {
        house.say(who,
                  {.kind = frame_kind::timing,
                   .code = static_cast<std::uint16_t>(as),
                   .request = request},
                  wire::as_text(wire::as_bytes(points)));
    }
};

bool is_traced(fake_frame const& frame) { return (frame.header.flags & traced) != 0; }

std::vector<std::int64_t> points_of(json::object const& record) {
    std::vector<std::int64_t> points;
    for (auto const& one : record.at("points").as_array())
        points.push_back(one.is_null() ? -1 : one.as_int64());
    REQUIRE(points.size() == points_of_call);
    return points;
}

wire::call_points now_four_times() {
    const auto now = wire::nanoseconds_now();
    return {now, now, now, now};
}

}  // namespace

TEST_CASE("without a watcher no frame is marked, whatever peers say", "[broker][trace]") {
    traced_house all;
    const auto given = all.call(1);
    CHECK_FALSE(is_traced(given));
    all.house.result(all.house.plugin, given.header.request, "1");
    CHECK_FALSE(is_traced(all.house.tool.take()));
    all.tell_times(all.house.tool, timed_as::asker, request_id{1}, now_four_times());
    CHECK_FALSE(all.house.tool.cut_because);
}

TEST_CASE("a call is shown with the times of all three", "[broker][trace]") {
    traced_house all;
    all.watch();
    CHECK(all.orders == std::vector{true});
    const auto begun = wire::nanoseconds_now();
    const auto given = all.call(17);
    CHECK(is_traced(given));
    CHECK(given.payload == "[]");
    const auto served = wire::nanoseconds_now();
    all.house.result(all.house.plugin, given.header.request, "1");
    CHECK(all.told().empty());
    const auto answer = all.house.tool.take();
    CHECK(answer.header.kind == frame_kind::result);
    CHECK(is_traced(answer));
    all.tell_times(all.house.plugin, timed_as::provider, given.header.request,
                   {served, served, served, served});
    CHECK(all.told().empty());
    const auto got = wire::nanoseconds_now();
    all.tell_times(all.house.tool, timed_as::asker, request_id{17}, {begun, begun, got, got});

    const auto record = all.only();
    CHECK(record.at("method").as_string() == "main.App.Greet");
    CHECK(record.at("from").as_string() == "cli");
    CHECK(record.at("to").as_string() == "greeter");
    CHECK(record.at("id").as_int64() == 17);
    CHECK(record.at("outcome").as_string() == "ok");
    CHECK_FALSE(record.contains("doubt"));
    const auto points = points_of(record);
    CHECK(points.front() == 0);
    CHECK(std::ranges::is_sorted(points));
    CHECK(points.back() == static_cast<std::int64_t>(got - begun));
}

TEST_CASE("whose times do not fit is named, and shown without them", "[broker][trace]") {
    traced_house all;
    all.watch();
    const auto given = all.call(1);
    all.house.result(all.house.plugin, given.header.request, "1");
    all.house.tool.take();
    SECTION("a provider that says that it was not asked yet") {
        all.tell_times(all.house.plugin, timed_as::provider, given.header.request, {1, 2, 3, 4});
        all.tell_times(all.house.tool, timed_as::asker, request_id{1},
                       {wire::nanoseconds_now(), 0, 0, 0});
        CHECK(all.only().at("doubt").as_string() == "cli");  // The last that lied.
    }
    SECTION("a provider that says that it still works on it") {
        all.tell_times(all.house.plugin, timed_as::provider, given.header.request,
                       now_four_times());
        all.house.gone(all.house.tool);
        const auto record = all.only();
        CHECK(record.at("doubt").as_string() == "greeter");
        const auto points = points_of(record);
        CHECK(points[2] == 0);
        CHECK(points[4] == -1);
        CHECK(points[7] == -1);
        CHECK(points[9] > 0);
        CHECK(points[11] == -1);
    }
}

TEST_CASE("who tells of a call that is not its own tells nothing", "[broker][trace]") {
    traced_house all;
    all.watch();
    const auto given = all.call(1);
    all.house.result(all.house.plugin, given.header.request, "1");
    all.tell_times(all.house.other, timed_as::provider, given.header.request, now_four_times());
    all.tell_times(all.house.host, timed_as::asker, request_id{1}, now_four_times());
    CHECK(all.told().empty());
}

TEST_CASE("a timing frame that is none ends its sender", "[broker][trace]") {
    traced_house all;
    SECTION("too short") {
        all.house.say(all.house.tool, {.kind = frame_kind::timing, .code = 1}, "short");
    }
    SECTION("of nobody") {
        all.tell_times(all.house.tool, static_cast<timed_as>(3), request_id{1}, {1, 2, 3, 4});
    }
    REQUIRE(all.house.tool.cut_because);
    CHECK(all.house.tool.cut_because->first == errc::protocol_error);
}

TEST_CASE("a peer that was never told is not asked", "[broker][trace]") {
    traced_house all;
    all.watch();
    all.house.plugin.self.knows_trace = false;  // One of an older version.
    const auto given = all.call(1, false);
    CHECK_FALSE(is_traced(given));
    all.house.result(all.house.plugin, given.header.request, "1");
    CHECK_FALSE(is_traced(all.house.tool.take()));
    const auto points = points_of(all.only());
    CHECK(points[0] == -1);
    CHECK(points[2] == 0);
    CHECK(points[3] > 0);
    CHECK(points[4] == -1);
    CHECK(points[9] >= points[8]);
}

TEST_CASE("a call that the broker refuses is a record, too", "[broker][trace]") {
    traced_house all;
    all.watch();
    all.house.call(all.house.tool, 1, "main.App.Nope");
    const auto record = all.only();
    CHECK(record.at("outcome").as_string() == "no-such-method");
    CHECK(record.at("to").as_string() == "fairlead");
    CHECK(points_of(record)[3] == -1);
}

TEST_CASE("a call whose time is up does not wait for its provider", "[broker][trace]") {
    traced_house all;
    all.watch();
    all.house.call(all.house.tool, 1, "main.App.Greet", "[]", 50);
    const auto given = all.house.plugin.take();
    all.house.pass(60ms);
    const auto record = all.only();
    CHECK(record.at("outcome").as_string() == "timeout");
    const auto points = points_of(record);
    CHECK(points[3] >= 0);
    CHECK(points[8] == -1);
    CHECK(points[9] > 0);
    all.tell_times(all.house.plugin, timed_as::provider, given.header.request, now_four_times());
    CHECK(all.told().empty());
}

TEST_CASE("filters are by method, peer, error and time", "[broker][trace]") {
    traced_house all;
    const auto one_call = [&] {
        const auto given = all.call(1, false);
        const bool asked = is_traced(given);
        all.house.result(all.house.plugin, given.header.request, "1");
        all.tell_times(all.house.plugin, timed_as::provider, given.header.request, {1, 2, 3, 4});
        all.house.tool.take();
        return asked;
    };
    SECTION("another method: nobody is asked") {
        all.watch(R"([{"method":"main.Other.*"}])");
        CHECK_FALSE(one_call());
        CHECK(all.told().empty());
    }
    SECTION("another peer: nobody is asked") {
        all.watch(R"([{"peer":"files"}])");
        CHECK_FALSE(one_call());
        CHECK(all.told().empty());
    }
    SECTION("this peer") {
        all.watch(R"([{"peer":"greeter"}])");
        CHECK(one_call());
        CHECK(all.told().size() == 1);
    }
    SECTION("only slow ones") {
        all.watch(R"([{"slowMs":100000}])");
        CHECK(one_call());
        CHECK(all.told().empty());
    }
    SECTION("only errors") {
        all.watch(R"([{"errors":true}])");
        one_call();
        CHECK(all.told().empty());
        all.house.call(all.house.tool, 2, "main.App.Nope");
        CHECK(all.told().size() == 1);
    }
}

TEST_CASE("when the last watcher goes, peers are told", "[broker][trace]") {
    traced_house all;
    all.watch();
    all.house.say(all.watcher, {.kind = frame_kind::cancel, .request = request_id{1}});
    CHECK(all.orders == std::vector{true, false});
    CHECK_FALSE(is_traced(all.call(1)));
}

TEST_CASE("who comes later is told when it comes", "[broker][trace]") {
    traced_house all;
    all.house.dispatcher.on_come(all.house.other.self);
    CHECK(all.house.other.frames.empty());
    all.watch();
    all.house.dispatcher.on_come(all.house.host2.self);
    const auto order = all.house.host2.take();
    CHECK(order.header.kind == frame_kind::trace);
    CHECK(order.header.code == 1);
}

TEST_CASE("the callback of a page's call asks for its times", "[broker][trace]") {
    traced_house all;
    all.watch();
    all.house.say(all.house.page,
                  {.kind = frame_kind::invoke, .flags = traced, .request = request_id{5}},
                  R"(C{"name":"main.App.Greet","args":[],"callbackID":"a"})");
    const auto given = all.house.plugin.take();
    all.house.result(all.house.plugin, given.header.request, "1");
    const auto callback = all.house.page.take();
    CHECK(callback.header.kind == frame_kind::callback);
    CHECK(callback.header.request == request_id{5});
    CHECK(is_traced(callback));
}

TEST_CASE("a book that is full drops its oldest call", "[broker][trace]") {
    trace_book book;
    const auto first = book.add({});
    for (std::size_t i = 1; i < trace_book::calls_max; ++i) book.add({});
    CHECK(book.find(first) != nullptr);
    const auto last = book.add({});
    CHECK(book.find(first) == nullptr);
    CHECK(book.find(last) != nullptr);
    CHECK(book.size() == trace_book::calls_max);
    CHECK(book.take_dropped() == 1);
    CHECK(book.take_dropped() == 0);
}

TEST_CASE("calls that nobody tells of are not waited for", "[broker][trace]") {
    trace_book book;
    traced_call one;
    one.asker = {"cli", session_id{3}, request_id{1}, true};
    one.at(point::taken) = 10;
    const auto open = book.add(one);
    one.at(point::answer_sent) = 20;
    book.add(one);
    CHECK(book.waits());
    CHECK(book.take_late(20).empty());
    CHECK(book.take_late(21).size() == 1);
    CHECK_FALSE(book.waits());
    CHECK(book.find(open) != nullptr);
}

TEST_CASE("a context goes ahead of the call that it was said for", "[broker][trace]") {
    routing_house house;
    house.offer(house.plugin, "main.App.Greet", 7);
    house.ready(house.plugin);
    const auto ids =
        wire::trace_context::parse(
            std::string_view{"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"})
            .value();
    const auto payload = ids.to_payload();
    const auto say = [&](std::uint64_t request) {
        house.say(house.tool, {.kind = frame_kind::context, .request = request_id{request}},
                  wire::as_text(payload));
    };
    SECTION("of that one alone") {
        say(1);
        house.call(house.tool, 1, "main.App.Greet");
        const auto context = house.plugin.take();
        REQUIRE(context.header.kind == frame_kind::context);
        CHECK(wire::trace_context::parse(wire::as_bytes(context.payload)) == ids);
        const auto given = house.plugin.take();
        CHECK(given.header.kind == frame_kind::call);
        CHECK(given.header.request == context.header.request);
        house.call(house.tool, 1, "main.App.Greet");
        CHECK(house.plugin.take().header.kind == frame_kind::call);
    }
    SECTION("not of another") {
        say(2);
        house.call(house.tool, 1, "main.App.Greet");
        CHECK(house.plugin.take().header.kind == frame_kind::call);
    }
    SECTION("of one that waits for its plugin, too") {
        house.dispatcher.on_plugin("greeter", routing::outlook::coming_back, house.now);
        house.gone(house.plugin);
        say(1);
        house.call(house.tool, 1, "main.App.Greet");
        say(2);
        fake_peer next{wire::peer_role::plugin, "greeter", 11};
        house.offer(next, "main.App.Greet", 7);
        house.ready(next);
        CHECK(next.take().header.kind == frame_kind::context);
        CHECK(next.take().header.kind == frame_kind::call);
    }
    SECTION("of a page by messages, in its text") {
        house.invoke(house.host, R"(C{"name":"main.App.Greet","args":[],"callbackID":"a",)"
                                 R"("traceparent":")" +
                                     ids.to_text() + "\"}");
        CHECK(wire::trace_context::parse(wire::as_bytes(house.plugin.take().payload)) == ids);
        CHECK(house.plugin.take().header.kind == frame_kind::call);
        house.invoke(house.host, R"(C{"name":"main.App.Greet","args":[],"callbackID":"b",)"
                                 R"("traceparent":"00-0"})");
        CHECK(house.plugin.frames.empty());
        CHECK(house.host.take().payload.find("\"traceparent\\\" is none") != std::string::npos);
    }
    SECTION("one that is none ends its sender") {
        house.say(house.tool, {.kind = frame_kind::context, .request = request_id{1}}, "00-…");
        CHECK(house.tool.cut_because);
    }
}

TEST_CASE("of a method that is slow again and again one line a second is said", "[broker][slow]") {
    fake_peer caller{wire::peer_role::tool, "cli", 3};
    fake_peer provider{wire::peer_role::plugin, "greeter", 1};
    routing::slow_calls slow{10ms};
    CHECK(slow.limit() == 10ms);
    CHECK(routing::slow_calls{}.limit() == std::chrono::nanoseconds::max());
    routing::pending_replies::debt owed;
    owed.to.who = &caller.self;
    owed.from = &provider.self;
    owed.route = route_id{1};
    const routing::time_point start{1h};
    owed.since = start;
    const auto first = slow.line_of(owed, "main.App.Greet", start + 25ms);
    REQUIRE(first);
    CHECK(*first == "slow call: method=main.App.Greet caller=tool 'cli' (pid 1003) "
                    "provider=plugin 'greeter' (pid 1001) ms=25.0");
    CHECK_FALSE(slow.line_of(owed, "main.App.Greet", start + 30ms));
    CHECK_FALSE(slow.line_of(owed, "main.App.Greet", start + 40ms));
    owed.route = route_id{2};
    CHECK(slow.line_of(owed, "main.App.Other", start + 50ms));
    owed.route = route_id{1};
    const auto later = slow.line_of(owed, "main.App.Greet", start + 1100ms);
    REQUIRE(later);
    CHECK(later->ends_with(" others_before=2"));
}
