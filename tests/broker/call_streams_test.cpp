// SPDX-License-Identifier: MIT
//
// call_streams_test — items, credit and progress along a call: to the right one, within what the
// reader allows, and never behind the call's end.
#include "tests/broker/fake_peer.hpp"
#include "tests/support/catch.hpp"

#include <fairlead/wire/limits.hpp>

using namespace fairlead;
using namespace fairlead::tests;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;
using routing::push_result;
using wire::frame_kind;
namespace flag = wire::frame_flag;

namespace {

constexpr auto window = wire::item_window_bytes;

/// One call of the tool, 11, that takes all; `id` is what the plugin knows it by.
struct stream_house : routing_house {
    request_id id;
    stream_house() {
        offer(plugin, "main.App.Count", 7);
        ready(plugin);
        call_live(tool, 11, "main.App.Count", R"([{"$stream":1}])");
        id = plugin.take().header.request;
    }
    /// An item that costs all of a fresh window.
    static std::string a_window_full() { return std::string(window - 32, '1'); }
};

}  // namespace

TEST_CASE("who is called learns what the asker takes, and who it is", "[broker][stream]") {
    routing_house house;
    house.offer(house.plugin, "a", 7);
    house.ready(house.plugin);
    house.call_live(house.tool, 1, "a");
    const auto live = house.plugin.take().header;
    CHECK(live.flags == (flag::takes_items | flag::takes_progress));
    CHECK(live.aux == raw(house.tool.self.id));
    house.call(house.tool, 2, "a");
    const auto plain = house.plugin.take().header;
    CHECK(plain.flags == 0);
    CHECK(plain.aux == live.aux);
}

TEST_CASE("a document is one caller in whichever way it calls, and no other is",
          "[broker][stream]") {
    routing_house house;
    house.offer(house.plugin, "a", 7);
    house.ready(house.plugin);
    const auto caller_of = [&](fake_peer& who, std::uint64_t document) {
        if (document == 0) house.call(who, 1, "a");
        else house.invoke(who, R"(C{"name":"a","callbackID":"x"})", document);
        return house.plugin.take().header.aux;
    };
    const auto by_channel = caller_of(house.page, 0);
    CHECK(by_channel == caller_of(house.page, 3));
    CHECK(by_channel == caller_of(house.host2, 3));  // Before its channel was there.
    CHECK(by_channel != caller_of(house.host2, 4));
    CHECK(by_channel != caller_of(house.host, 3));
    CHECK(by_channel != caller_of(house.host2, 0));
    CHECK(caller_of(house.host2, 0) == raw(house.host2.self.id));
}

TEST_CASE("items go to the asker under its own number, in order, before the result",
          "[broker][stream]") {
    stream_house house;
    house.item(house.plugin, house.id, 0, "1");
    house.item(house.plugin, house.id, 0, "2");
    house.result(house.plugin, house.id, "null");
    for (const auto* json : {"1", "2"}) {
        const auto item = house.tool.take();
        CHECK(item.header.kind == frame_kind::item);
        CHECK(item.header.request == request_id{11});
        CHECK(item.header.route == route_id{0});
        CHECK(item.payload == json);
    }
    CHECK(house.tool.take().header.kind == frame_kind::result);
    CHECK(house.counters.items == 2);
}

TEST_CASE("items behind the call's end are dropped and counted", "[broker][stream]") {
    stream_house house;
    const auto end = GENERATE(0, 1, 2, 3);
    if (end == 0) house.result(house.plugin, house.id, "null");
    if (end == 1) house.say(house.tool, {.kind = frame_kind::cancel, .request = request_id{11}});
    if (end == 2) house.error(house.plugin, house.id, errc::app_error, "no");
    if (end == 3) house.gone(house.tool);
    house.tool.frames.clear();
    house.item(house.plugin, house.id, 0, "1");
    house.progress(house.plugin, house.id, "0.5");
    house.credit(house.plugin, house.id, 1, 100);
    house.item(house.tool, request_id{11}, 1, "1");
    CHECK(house.tool.frames.empty());
    CHECK(house.counters.late_items == 3);
    CHECK_FALSE(house.plugin.cut_because);
    CHECK_FALSE(house.tool.cut_because);
}

TEST_CASE("a result stream may send until its window is used up, and who goes on is cut",
          "[broker][stream]") {
    stream_house house;
    house.item(house.plugin, house.id, 0, "1");
    house.item(house.plugin, house.id, 0, stream_house::a_window_full());  // Oversteps by one.
    REQUIRE_FALSE(house.plugin.cut_because);
    CHECK(house.tool.frames.size() == 2);

    SECTION("without credit") {
        house.item(house.plugin, house.id, 0, "3");
        REQUIRE(house.plugin.cut_because);
        CHECK(house.plugin.cut_because->first == errc::protocol_error);
        CHECK_THAT(house.plugin.cut_because->second, Contains("main.App.Count"));
        CHECK(house.tool.frames.size() == 2);
    }
    SECTION("with credit for what was overstepped, and a byte") {
        house.credit(house.tool, request_id{11}, 0, 33 + 1);
        const auto credit = house.plugin.take();
        CHECK(credit.header.kind == frame_kind::credit);
        CHECK(credit.header.request == house.id);
        CHECK(credit.header.aux == 34);
        house.item(house.plugin, house.id, 0, "3");
        CHECK(house.tool.frames.size() == 3);
        CHECK_FALSE(house.plugin.cut_because);
    }
}

TEST_CASE("an item for a call that takes none ends that call, and names who sent it",
          "[broker][stream]") {
    stream_house house;
    house.call(house.tool, 12, "main.App.Count");
    const auto plain = house.plugin.take().header.request;
    house.item(house.plugin, plain, 0, "1");
    const auto error = house.tool.take();
    CHECK(error.code() == errc::protocol_error);
    CHECK(error.message() == "plugin 'greeter' (pid 1001) sent an item to a call that takes none");
    CHECK(house.plugin.take().header.kind == frame_kind::cancel);
    CHECK_FALSE(house.plugin.cut_because);
    house.progress(house.plugin, plain, "1");
    CHECK(house.tool.frames.empty());
}

TEST_CASE("an argument stream waits for its reader, and flows from asker to offerer",
          "[broker][stream]") {
    stream_house house;
    house.credit(house.plugin, house.id, 1, 100);
    const auto credit = house.tool.take();
    CHECK(credit.header.kind == frame_kind::credit);
    CHECK(credit.header.request == request_id{11});
    CHECK(credit.header.route == route_id{1});

    house.item(house.tool, request_id{11}, 1, R"("a")");
    house.item(house.tool, request_id{11}, 1, "", flag::last);
    const auto item = house.plugin.take();
    CHECK(item.header.kind == frame_kind::item);
    CHECK(item.header.request == house.id);
    CHECK(item.header.route == route_id{1});
    CHECK(item.payload == R"("a")");
    CHECK(house.plugin.take().header.flags == flag::last);
}

TEST_CASE("a source of arguments that fails says why", "[broker][stream]") {
    stream_house house;
    house.say(house.tool,
              {.kind = frame_kind::item,
               .flags = flag::last,
               .code = static_cast<std::uint16_t>(errc::app_error),
               .request = request_id{11},
               .route = route_id{1},
               .aux = 7},
              R"(no disk{"free":0})");
    const auto end = house.plugin.take();
    CHECK(end.code() == errc::app_error);
    CHECK(end.message() == "no disk");
    CHECK(end.data() == R"({"free":0})");
}

TEST_CASE("an asker that sends arguments that nobody asked for, or behind their end, is cut alone",
          "[broker][stream]") {
    stream_house house;
    SECTION("before any credit") { house.item(house.tool, request_id{11}, 1, "1"); }
    SECTION("behind the end") {
        house.item(house.tool, request_id{11}, 2, "", flag::last);
        house.item(house.tool, request_id{11}, 2, "", flag::last);
    }
    SECTION("of a stream that cannot be") { house.item(house.tool, request_id{11}, 17, "1"); }
    SECTION("an end that carries something") {
        house.item(house.tool, request_id{11}, 1, std::string(8, '\0'), flag::last | flag::binary);
    }
    REQUIRE(house.tool.cut_because);
    CHECK(house.tool.cut_because->first == errc::protocol_error);
    CHECK_FALSE(house.plugin.cut_because);
}

TEST_CASE("what a reader does not want any more is told to its source and dropped on the way",
          "[broker][stream]") {
    stream_house house;
    house.credit(house.plugin, house.id, 1, 1'000);
    house.credit(house.plugin, house.id, 1, 0, flag::last);
    house.tool.take();
    CHECK(house.tool.take().header.flags == flag::last);
    house.item(house.tool, request_id{11}, 1, "1");
    CHECK(house.plugin.frames.empty());
    CHECK(house.counters.late_items == 1);
    CHECK_FALSE(house.tool.cut_because);
}

TEST_CASE("a reader that is too far behind loses the call, not an item of it", "[broker][stream]") {
    stream_house house;
    house.item(house.plugin, house.id, 0, "1");
    house.tool.answer = push_result::full;
    house.item(house.plugin, house.id, 0, "2");
    CHECK(house.dispatcher.calls().in_flight() == 0);
    CHECK(house.plugin.take().header.kind == frame_kind::cancel);
    CHECK(house.tool.cut_because);  // It does not even take the error.
}

TEST_CASE("progress goes to askers that take it, and only the newest waits", "[broker][stream]") {
    stream_house house;
    house.progress(house.plugin, house.id, "0.5");
    const auto progress = house.tool.take();
    CHECK(progress.header.kind == frame_kind::progress);
    CHECK(progress.header.request == request_id{11});
    CHECK(progress.payload == "0.5");
    CHECK(house.tool.last_key >= 0x8000'0000u);

    house.call(house.tool, 12, "main.App.Count");
    const auto plain = house.plugin.take().header.request;
    house.progress(house.plugin, plain, "0.5");
    CHECK(house.tool.frames.empty());
    house.result(house.plugin, plain, "1");
    CHECK(house.tool.take().payload == "1");
}

TEST_CASE("a plugin in the middle of a stream that ends takes the stream with it",
          "[broker][stream]") {
    stream_house house;
    house.item(house.plugin, house.id, 0, "1");
    house.gone(house.plugin);
    CHECK(house.tool.take().header.kind == frame_kind::item);
    CHECK(house.tool.take().code() == errc::backend_gone);
}

TEST_CASE("a peer that streams to itself is source and reader", "[broker][stream]") {
    stream_house house;
    house.call_live(house.plugin, 5, "main.App.Count");
    const auto id = house.plugin.take().header.request;
    house.item(house.plugin, id, 0, "1");
    CHECK(house.plugin.take().header.request == request_id{5});
    house.credit(house.plugin, id, 1, 50);
    CHECK(house.plugin.take().header.request == request_id{5});
    house.item(house.plugin, request_id{5}, 1, "2");
    CHECK(house.plugin.take().header.request == id);
}
