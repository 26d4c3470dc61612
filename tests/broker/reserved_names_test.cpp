// SPDX-License-Identifier: MIT
//
// reserved_names_test — what hosts do for back ends: who offers it, who may not call it, and who
// says how the window is.
#include "broker/routing/reserved_names.hpp"
#include "tests/broker/fake_peer.hpp"
#include "tests/support/catch.hpp"

#include <fairlead/vocabulary/window_names.hpp>

using namespace fairlead;
using namespace fairlead::tests;
using broker::routing::name_realm;
using broker::routing::realm_of;
using Catch::Matchers::Contains;
using wire::frame_kind;

namespace {

constexpr auto window_topic = window_names::state;

}  // namespace

TEST_CASE("a name's beginning says whose it is", "[broker][routing]") {
    CHECK(realm_of("main.App.Greet") == name_realm::open);
    CHECK(realm_of("fairleader.x") == name_realm::open);
    CHECK(realm_of(":wails:Environment") == name_realm::window);
    CHECK(realm_of("fairlead.list") == name_realm::broker);
    CHECK(realm_of("fairlead.dialogs") == name_realm::broker);
    CHECK(realm_of("fairlead.dialog.open-file") == name_realm::back_end);
    CHECK(realm_of("fairlead.menu.set") == name_realm::back_end);
    CHECK(realm_of("fairlead.window.perform") == name_realm::back_end);
    CHECK(realm_of("fairlead.before-close") == name_realm::hook);
    CHECK(realm_of("fairlead.before-closes") == name_realm::broker);
}

TEST_CASE("dialogs are offered by hosts, and the veto of closing by a plugin",
          "[broker][routing]") {
    routing_house house;
    const auto offer = [&](fake_peer& who, std::string_view name) {
        house.say_named(who, {.kind = frame_kind::offer, .request = request_id{8}}, name);
        return who.take();
    };
    CHECK(offer(house.plugin, "fairlead.dialog.open-file").code() == errc::denied);
    CHECK(offer(house.host, "fairlead.dialog.open-file").header.kind == frame_kind::result);
    CHECK(offer(house.host2, "fairlead.dialog.open-file").header.kind == frame_kind::result);
    CHECK(offer(house.host, "fairlead.before-close").code() == errc::denied);
    CHECK(offer(house.plugin, "fairlead.before-close").header.kind == frame_kind::result);
    CHECK_THAT(offer(house.other, "fairlead.before-close").message(),
               Contains("offered by plugin 'greeter'"));
}

TEST_CASE(
    "12 what a host does for back ends no page may call, by name, by number or through its host",
    "[broker][routing][contract]") {
    routing_house house;
    const std::string name = GENERATE("fairlead.dialog.open-file", "fairlead.window.run-script");
    const auto route = house.offer(house.host2, name, 4);
    house.call(house.page, 1, name);
    CHECK(house.page.take().code() == errc::denied);
    house.call(house.page, 2, route);
    CHECK(house.page.take().code() == errc::denied);
    const auto text = R"(C{"name":")" + name + R"(","args":[],"callbackID":"x"})";
    for (auto* speaker : {&house.page, &house.host2}) {
        house.invoke(*speaker, text, 3);
        CHECK_THAT(speaker->take().payload, Contains(R"("code":"denied")"));
    }
    CHECK(house.host2.frames.empty());
    house.call(house.plugin, 1, name);
    CHECK(house.host2.take().header.route == route_id{4});
}

TEST_CASE("12 a page cannot ask a plugin whether the window may close",
          "[broker][routing][contract]") {
    routing_house house;
    house.offer(house.plugin, "fairlead.before-close", 1);
    house.ready(house.plugin);
    house.call(house.page, 1, "fairlead.before-close");
    CHECK(house.page.take().code() == errc::denied);
    CHECK(house.plugin.frames.empty());
    house.call(house.host, 1, "fairlead.before-close");
    CHECK(house.plugin.take().header.kind == frame_kind::call);
}

TEST_CASE("a host says how its window is, and plugins that come later hear it, too",
          "[broker][routing]") {
    routing_house house;
    const auto topic = house.subscribe(house.plugin, window_topic);
    house.emit(house.host, window_topic, R"([{"state":"open"}])");
    CHECK(house.plugin.take().payload == R"([{"state":"open"}])");
    house.say(house.host, {.kind = frame_kind::event, .route = topic}, R"([{"state":"ready"}])");
    CHECK(house.plugin.take().payload == R"([{"state":"ready"}])");
    house.subscribe(house.other, window_topic);
    CHECK(house.other.take().payload == R"([{"state":"ready"}])");
}

TEST_CASE("a window whose host has gone is closed, for newcomers as well", "[broker][routing]") {
    routing_house house;
    house.subscribe(house.plugin, window_topic);
    house.emit(house.host, window_topic, R"([{"state":"open"}])");
    house.plugin.take();
    house.gone(house.host2);
    CHECK(house.plugin.frames.empty());
    house.gone(house.host);
    CHECK(house.plugin.take().payload == R"([{"state":"closed"}])");
    house.subscribe(house.other, window_topic);
    CHECK(house.other.take().payload == R"([{"state":"closed"}])");
}

TEST_CASE("nobody but a host says how the window is, not even its page through it",
          "[broker][routing]") {
    routing_house house;
    house.subscribe(house.other, window_topic);
    for (auto* each : {&house.plugin, &house.tool, &house.page})
        house.emit(*each, window_topic, R"([{"state":"open"}])");
    house.invoke(house.host, R"(EE{"name":"fairlead/window","data":[{"state":"open"}]})");
    house.invoke(house.page, R"(EE{"name":"fairlead/window","data":[{"state":"open"}]})");
    house.emit(house.host, window_topic, "[\"" + std::string(5'000, 'x') + "\"]");
    CHECK(house.other.frames.empty());
}
