// SPDX-License-Identifier: MIT
//
// early_events_test — what is emitted before the page listens.
#include "broker/routing/early_events.hpp"
#include "tests/broker/fake_peer.hpp"
#include "tests/support/catch.hpp"

#include <fairlead/vocabulary/window_names.hpp>

using namespace fairlead;
using namespace fairlead::tests;
using namespace std::chrono_literals;
using routing::early_events;

namespace {

const routing::time_point start{std::chrono::hours{1}};

/// A house whose app waits for its page.
struct waiting_house : routing_house {
    waiting_house() { dispatcher.await_page(now); }
    std::vector<std::string> payloads_of(fake_peer& who) {
        std::vector<std::string> all;
        while (!who.frames.empty()) all.push_back(who.take().payload);
        return all;
    }
};

std::vector<std::string> given(early_events& from, std::string_view topic,
                               routing::time_point now = start) {
    std::vector<std::string> all;
    from.give(topic, now, [&](std::string_view data) { all.emplace_back(data); });
    return all;
}

void keep(early_events& in, std::string_view topic, std::string_view data) {
    in.keep(topic, wire::as_bytes(data));
}

}  // namespace

TEST_CASE("early events are given once, in their order, to the first listener",
          "[broker][routing]") {
    waiting_house house;
    house.emit(house.plugin, "news", "[1]");
    house.emit(house.plugin, "other", "[2]");
    house.emit(house.plugin, "news", "[3]");
    house.subscribe(house.page, "news");
    CHECK(house.payloads_of(house.page) == std::vector<std::string>{"[1]", "[3]"});
    house.emit(house.plugin, "news", "[4]");
    CHECK(house.payloads_of(house.page) == std::vector<std::string>{"[4]"});
    // It has stopped to listen: that is no page that is not ready yet.
    house.say_named(house.page, {.kind = wire::frame_kind::unsubscribe, .request = request_id{2}},
                    "news");
    house.page.take();
    house.emit(house.plugin, "news", "[5]");
    house.subscribe(house.page, "news");
    CHECK(house.page.frames.empty());
    house.subscribe(house.host2, "other");
    CHECK(house.payloads_of(house.host2) == std::vector<std::string>{"[2]"});
}

TEST_CASE("a page's own events and another peer's listening are not kept for it",
          "[broker][routing]") {
    waiting_house house;
    house.subscribe(house.tool, "news");
    house.emit(house.page, "news", "[1]");
    house.emit(house.plugin, "news", "[2]");
    CHECK(house.payloads_of(house.tool) == std::vector<std::string>{"[1]", "[2]"});
    house.subscribe(house.page, "news");
    CHECK(house.payloads_of(house.page) == std::vector<std::string>{"[2]"});
}

TEST_CASE("nothing is kept without a window, nor long after its page has been loaded",
          "[broker][routing]") {
    routing_house alone;
    alone.emit(alone.plugin, "news", "[1]");
    alone.subscribe(alone.page, "news");
    CHECK(alone.page.frames.empty());

    waiting_house house;
    house.emit(house.plugin, "news", "[1]");
    house.emit(house.host2, window_names::state, window_names::page_ready);
    house.pass(4s);
    house.emit(house.plugin, "news", "[2]");
    house.subscribe(house.page, "news");
    CHECK(house.payloads_of(house.page) == std::vector<std::string>{"[1]", "[2]"});
    house.emit(house.plugin, "late", "[3]");
    house.pass(1s);
    house.subscribe(house.page, "late");
    CHECK(house.page.frames.empty());
    // The next page is awaited anew.
    house.say(house.host2, {.kind = wire::frame_kind::forget, .aux = 3});
    house.gone(house.page);
    house.emit(house.plugin, "late", "[4]");
    house.subscribe(house.host2, "late");
    CHECK(house.payloads_of(house.host2) == std::vector<std::string>{"[4]"});
}

TEST_CASE("a page cannot say that it has been loaded", "[broker][routing]") {
    waiting_house house;
    house.emit(house.page, window_names::state, window_names::page_ready);
    house.pass(10s);
    house.emit(house.plugin, "news", "[1]");
    house.subscribe(house.page, "news");
    CHECK(house.payloads_of(house.page) == std::vector<std::string>{"[1]"});
}

TEST_CASE("early events have a bound: the oldest go, and are counted", "[broker][routing]") {
    early_events few{{.events_max = 2, .bytes_max = 100}};
    few.open(start);
    for (auto const* data : {"1", "2", "3"}) keep(few, "a", data);
    CHECK(few.lost() == 1);
    CHECK(given(few, "a") == std::vector<std::string>{"2", "3"});

    early_events small{{.events_max = 100, .bytes_max = 10}};
    small.open(start);
    keep(small, "a", "12345");
    keep(small, "a", "12345678901");  // Alone too large: those before it stay.
    keep(small, "b", "123");
    CHECK(small.lost() == 1);
    keep(small, "b", "1234");
    CHECK(small.lost() == 2);
    CHECK(given(small, "a").empty());
    CHECK(given(small, "b") == std::vector<std::string>{"123", "1234"});
}

TEST_CASE("a page that is never loaded does not keep events for ever", "[broker][routing]") {
    early_events early{{.load_max = 5s}};
    early.open(start);
    keep(early, "a", "1");
    CHECK(early.is_open(start + 4s));
    CHECK_FALSE(early.is_open(start + 5s));
    CHECK(given(early, "a", start + 5s).empty());
}
