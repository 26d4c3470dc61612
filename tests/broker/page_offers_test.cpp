// SPDX-License-Identifier: MIT
//
// page_offers_test — functions that pages register for back ends to call.
#include "tests/broker/fake_peer.hpp"
#include "tests/support/catch.hpp"

using namespace fairlead;
using namespace fairlead::tests;
using Catch::Matchers::Contains;
using wire::frame_kind;

namespace {

fake_frame answer_to_offer(routing_house& house, fake_peer& who, std::string_view name) {
    house.say_named(who, {.kind = frame_kind::offer, .request = request_id{8}}, name);
    return who.take();
}

}  // namespace

TEST_CASE("a plugin calls a function of a page", "[broker][routing]") {
    routing_house house;
    house.offer(house.page, "editor.selection", 3);
    house.call_live(house.plugin, 1, "editor.selection", R"(["x"])");
    const auto call = house.page.take();
    CHECK(call.header.kind == frame_kind::call);
    CHECK(call.header.route == route_id{3});
    CHECK(call.payload == R"(["x"])");
    house.item(house.page, call.header.request, 0, "1");
    house.progress(house.page, call.header.request, "2");
    house.result(house.page, call.header.request, "3");
    CHECK(house.plugin.take().payload == "1");
    CHECK(house.plugin.take().payload == "2");
    CHECK(house.plugin.take().payload == "3");
}

TEST_CASE("a page's functions go with the page, and with its withdrawal", "[broker][routing]") {
    routing_house house;
    house.offer(house.page, "editor.selection", 3);
    house.call(house.plugin, 1, "editor.selection");
    SECTION("it is gone") {
        house.gone(house.page);
        const auto error = house.plugin.take();
        CHECK(error.code() == errc::backend_gone);
        CHECK_THAT(error.message(), Contains("page 'window2#3'"));
        // The next document may offer the same again.
        auto next = routing_house::page_of(house.host2, 4, 9);
        CHECK(answer_to_offer(house, next, "editor.selection").header.kind == frame_kind::result);
        house.gone(next);
    }
    SECTION("it withdraws") {
        house.page.frames.clear();
        house.say_named(house.page, {.kind = frame_kind::withdraw, .request = request_id{9}},
                        "editor.selection");
        CHECK(house.page.take().header.kind == frame_kind::result);
        CHECK(house.page.self.use.used(routing::resource::offers) == 0);
    }
    house.call(house.plugin, 2, "editor.selection");
    CHECK(house.plugin.take().code() == errc::no_such_method);
}

TEST_CASE("a page may not offer what others rely on", "[broker][routing]") {
    routing_house house;
    const std::string name =
        GENERATE(as<std::string>{}, ":wails:WindowCenter", ":assets:handler", "fairlead.list",
                 "fairlead.dialog.open-file", "fairlead.before-close", "fairlead.mine");
    const auto answer = answer_to_offer(house, house.page, name);
    CHECK(answer.code() == errc::denied);
    CHECK(answer.message() ==
          "'" + name + "': names that begin with ':' or 'fairlead.' are not for pages");
    CHECK(house.page.self.use.used(routing::resource::offers) == 0);
    CHECK_FALSE(house.page.cut_because);
}

TEST_CASE("a name of a plugin is not for a page, also while the plugin is away",
          "[broker][routing]") {
    routing_house house;
    house.offer(house.plugin, "main.App.Greet");
    CHECK_THAT(answer_to_offer(house, house.page, "main.App.Greet").message(),
               Contains("is offered by plugin 'greeter'"));
    house.gone(house.plugin);
    CHECK(answer_to_offer(house, house.page, "main.App.Greet").message() ==
          "'main.App.Greet' belongs to plugin 'greeter', which is away");
}

TEST_CASE("a page that was quicker than the plugin does not keep its name", "[broker][routing]") {
    routing_house house;
    house.offer(house.page, "main.App.Greet", 3);
    house.offer(house.plugin, "main.App.Greet", 7);
    CHECK(house.page.self.use.used(routing::resource::offers) == 0);
    house.ready(house.plugin);
    house.call(house.tool, 1, "main.App.Greet");
    CHECK(house.plugin.take().header.route == route_id{7});
    CHECK(house.page.frames.empty());
}
