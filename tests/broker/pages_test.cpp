// SPDX-License-Identifier: MIT
//
// pages_test — what a page says through its host, and what it hears.
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

TEST_CASE("a page's call reaches its method, and the callback text comes back",
          "[broker][routing]") {
    page_house house;
    house.invoke(house.host, R"(C{"name":"main.App.Greet","args":["Ada"],"callbackID":"x-1"})", 3,
                 77);
    const auto call = house.plugin.take();
    CHECK(call.header.route == route_id{7});
    CHECK(call.payload == R"(["Ada"])");
    house.result(house.plugin, call.header.request, R"("Hello Ada")");
    const auto callback = house.host.take();
    CHECK(callback.header.kind == frame_kind::callback);
    CHECK(callback.header.request == request_id{77});
    CHECK(callback.header.aux == 3);
    CHECK(callback.payload == R"({"result":"Hello Ada","error":null,"callbackid":"x-1"})");
}

TEST_CASE("a page hears an error in the same form, with code and data", "[broker][routing]") {
    page_house house;
    house.invoke(house.host, R"(C{"name":"main.App.Greet","callbackID":"x"})");
    const auto call = house.plugin.take();
    CHECK(call.payload == "[]");
    house.error(house.plugin, call.header.request, errc::app_error, "say \"please\"", R"({"n":1})");
    CHECK(house.host.take().payload ==
          R"({"result":null,"error":"say \"please\"","callbackid":"x",)"
          R"("code":"app-error","data":{"n":1}})");
}

TEST_CASE("a page that calls what nobody offers hears so", "[broker][routing]") {
    page_house house;
    house.invoke(house.host, R"(C{"name":"main.App.Nope","args":[],"callbackID":"x"})");
    CHECK_THAT(house.host.take().payload, Contains(R"("error":"nobody offers 'main.App.Nope')") &&
                                              Contains(R"("code":"no-such-method")"));
}

TEST_CASE("a name that could never be offered is still answered", "[broker][routing]") {
    page_house house;
    house.invoke(house.host, "C{\"name\":\"with space\\u0000\\u00e9\",\"callbackID\":\"x\"}");
    CHECK_THAT(house.host.take().payload, Contains(R"("code":"no-such-method")"));
    CHECK_FALSE(house.host.cut_because);
}

TEST_CASE("broken text is answered by the callback it names, else by a log frame",
          "[broker][routing]") {
    page_house house;
    house.invoke(house.host, R"(C{"name":"main.App.Greet","args":[1,"callbackID":"x-9"})");
    CHECK_THAT(house.host.take().payload,
               Contains(R"("callbackid":"x-9")") && Contains(R"("code":"protocol-error")"));
    house.invoke(house.host, "Chello", 1, 42);
    const auto log = house.host.take();
    CHECK(log.header.kind == frame_kind::log);
    CHECK(log.header.request == request_id{42});
    CHECK(log.header.code == 5);
    CHECK_THAT(log.payload, Contains("not a JSON object"));
    CHECK_FALSE(house.host.cut_because);
}

TEST_CASE("a page's event reaches the others, and not its own host", "[broker][routing]") {
    page_house house;
    house.subscribe(house.host, "saved");
    house.subscribe(house.host2, "saved");
    house.subscribe(house.plugin, "saved");
    house.invoke(house.host, R"(EE{"name":"saved","data":[1,{"ok":true}]})");
    CHECK(house.plugin.take().payload == R"([1,{"ok":true}])");
    CHECK(house.host2.take().header.kind == frame_kind::event);
    CHECK(house.host.frames.empty());
    house.invoke(house.host, R"(EE{"name":"fairlead/plugin/x","data":[]})");
    CHECK(house.host.take().header.kind == frame_kind::log);
    house.invoke(house.host, "EXsaved");
    CHECK(house.host.frames.empty());
}

TEST_CASE("a page that is gone has its calls cancelled and hears no late reply",
          "[broker][routing]") {
    page_house house;
    house.invoke(house.host, R"(C{"name":"main.App.Greet","callbackID":"old"})", 1);
    house.invoke(house.host, R"(C{"name":"main.App.Greet","callbackID":"new"})", 2);
    const auto old_call = house.plugin.take().header.request;
    const auto new_call = house.plugin.take().header.request;
    house.say(house.host, {.kind = frame_kind::forget, .aux = 1});
    const auto cancel = house.plugin.take();
    CHECK(cancel.header.kind == frame_kind::cancel);
    CHECK(cancel.header.request == old_call);
    house.result(house.plugin, old_call, "1");
    CHECK(house.host.frames.empty());
    house.result(house.plugin, new_call, "2");
    CHECK_THAT(house.host.take().payload, Contains("\"new\""));
    CHECK(house.counters.late_replies == 1);
}

TEST_CASE("only a host may speak for pages", "[broker][routing]") {
    page_house house;
    house.invoke(house.plugin, R"(C{"name":"main.App.Greet","callbackID":"x"})");
    CHECK(house.plugin.cut_because);
    house.say(house.tool, {.kind = frame_kind::forget, .aux = 1});
    CHECK(house.tool.cut_because);
}

TEST_CASE("an orphaned call of a page ends in its callback", "[broker][routing]") {
    page_house house;
    house.invoke(house.host, R"(C{"name":"main.App.Greet","callbackID":"x"})");
    house.gone(house.plugin);
    CHECK_THAT(house.host.take().payload, Contains(R"("code":"backend-gone")"));
}
