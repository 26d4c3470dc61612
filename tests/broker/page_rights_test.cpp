// SPDX-License-Identifier: MIT
//
// page_rights_test — what a page with a session of its own may say, and what it hears.
#include "tests/broker/fake_peer.hpp"
#include "tests/support/catch.hpp"

using namespace fairlead;
using namespace fairlead::tests;
using Catch::Matchers::Contains;
using wire::frame_kind;

namespace {

struct page_house : routing_house {
    route_id greet;
    page_house() {
        greet = offer(plugin, "main.App.Greet", 7);
        ready(plugin);
    }
};

}  // namespace

TEST_CASE("a page calls and is answered like anybody", "[broker][routing]") {
    page_house house;
    house.call(house.page, 9, "main.App.Greet", R"(["Ada"])");
    const auto call = house.plugin.take();
    CHECK(call.payload == R"(["Ada"])");
    house.result(house.plugin, call.header.request, R"("Hello Ada")");
    const auto answer = house.page.take();
    CHECK(answer.header.kind == frame_kind::result);
    CHECK(answer.header.request == request_id{9});
    CHECK(answer.header.route == house.greet);
    CHECK(answer.payload == R"("Hello Ada")");
    CHECK(house.host2.frames.empty());
}

TEST_CASE("a page's invoke is answered by a callback of its own generation, whatever it says",
          "[broker][routing]") {
    page_house house;
    const std::uint64_t claimed = GENERATE(0, 3, 99);
    house.invoke(house.page, R"(C{"name":"main.App.Greet","args":["Ada"],"callbackID":"x-1"})",
                 claimed, 77);
    house.result(house.plugin, house.plugin.take().header.request, "1");
    const auto callback = house.page.take();
    CHECK(callback.header.kind == frame_kind::callback);
    CHECK(callback.header.request == request_id{77});
    CHECK(callback.header.aux == 3);
    CHECK(callback.payload == R"({"result":1,"error":null,"callbackid":"x-1"})");
    house.invoke(house.page, R"(C{"name":"main.App.Nope","callbackID":"x-2"})", claimed);
    CHECK_THAT(house.page.take().payload, Contains(R"("code":"no-such-method")"));
    house.invoke(house.page, "Chello", claimed, 42);
    const auto log = house.page.take();
    CHECK(log.header.kind == frame_kind::log);
    CHECK(log.header.request == request_id{42});
    CHECK_FALSE(house.page.cut_because);
}

TEST_CASE("a page that sends what no page may send is cut alone", "[broker][routing]") {
    page_house house;
    const auto kind = GENERATE(frame_kind::ready, frame_kind::forget, frame_kind::fragment,
                               frame_kind::callback, frame_kind::goodbye);
    CAPTURE(static_cast<int>(kind));
    house.say_named(house.page, {.kind = kind, .request = request_id{1}, .aux = 3}, "a.name");
    REQUIRE(house.page.cut_because);
    CHECK(house.page.cut_because->first == errc::protocol_error);
    CHECK_FALSE(house.page.self.ready);
    CHECK(house.dispatcher.names().find("a.name") == no_route);
    CHECK_FALSE(house.host.cut_because);
    CHECK_FALSE(house.host2.cut_because);
}

TEST_CASE("a page may do all that an asker and listener does", "[broker][routing]") {
    page_house house;
    house.subscribe(house.page, "saved");
    house.say_named(house.plugin, {.kind = frame_kind::event}, "saved", "[1]");
    CHECK(house.page.take().payload == "[1]");
    house.say_named(house.page, {.kind = frame_kind::unsubscribe, .request = request_id{2}},
                    "saved");
    CHECK(house.page.take().header.kind == frame_kind::result);
    house.call(house.page, 3, "main.App.Greet");
    const auto call = house.plugin.take();
    house.say(house.page, {.kind = frame_kind::cancel, .request = request_id{3}});
    CHECK(house.page.take().code() == errc::cancelled);
    CHECK(house.plugin.take().header.request == call.header.request);
    house.say(house.page, {.kind = frame_kind::ping, .request = request_id{4}});
    CHECK(house.page.take().header.kind == frame_kind::pong);
    house.say(house.page, {.kind = frame_kind::log, .code = 3}, "hello");
    CHECK(house.page.frames.empty());
    CHECK_FALSE(house.page.cut_because);
}

TEST_CASE("a page's event reaches everybody who listens, but not itself", "[broker][routing]") {
    page_house house;
    for (auto* each : {&house.page, &house.host2, &house.plugin}) house.subscribe(*each, "saved");
    if (GENERATE(true, false)) house.invoke(house.page, R"(EE{"name":"saved","data":[1]})");
    else house.say_named(house.page, {.kind = frame_kind::event}, "saved", "[1]");
    CHECK(house.host2.take().payload == "[1]");
    CHECK(house.plugin.take().payload == "[1]");
    CHECK(house.page.frames.empty());
}

TEST_CASE("a page's window functions are those of its own host", "[broker][routing]") {
    page_house house;
    house.offer(house.host, ":wails:WindowCenter", 1);
    house.offer(house.host2, ":wails:WindowCenter", 2);
    house.call(house.page, 1, ":wails:WindowCenter");
    CHECK(house.host2.take().header.route == route_id{2});
    CHECK(house.host.frames.empty());
    auto other_page = routing_house::page_of(house.host, 1, 7);
    house.call(other_page, 1, ":wails:WindowCenter");
    CHECK(house.host.take().header.route == route_id{1});
    house.gone(other_page);
}

TEST_CASE("a page that is gone has its calls cancelled, and its host keeps its own",
          "[broker][routing]") {
    page_house house;
    house.call(house.page, 1, "main.App.Greet");
    house.call(house.host2, 1, "main.App.Greet");
    const auto of_page = house.plugin.take().header.request;
    const auto of_host = house.plugin.take().header.request;
    house.gone(house.page);
    const auto cancel = house.plugin.take();
    CHECK(cancel.header.kind == frame_kind::cancel);
    CHECK(cancel.header.request == of_page);
    house.result(house.plugin, of_page, "1");
    house.result(house.plugin, of_host, "2");
    CHECK(house.page.frames.empty());
    CHECK(house.host2.take().payload == "2");
}

TEST_CASE("a host's forget is told to whoever keeps its pages, and others may not say it",
          "[broker][routing]") {
    page_house house;
    std::vector<std::pair<session_id, generation>> told;
    house.dispatcher.when_forgotten(
        [&](routing::peer const& host, generation page) { told.emplace_back(host.id, page); });
    house.say(house.host, {.kind = frame_kind::forget, .aux = 5});
    house.say(house.tool, {.kind = frame_kind::forget, .aux = 6});
    house.say(house.page, {.kind = frame_kind::forget, .aux = 3});
    REQUIRE(told.size() == 1);
    CHECK(told[0] == std::pair{house.host.self.id, generation{5}});
}

TEST_CASE("a page is described by its name alone: it has no process that connected",
          "[broker][routing]") {
    page_house house;
    CHECK(describe(house.page.self) == "page 'window2#3'");
}
