// SPDX-License-Identifier: MIT
//
// page_test — what a host brings from its pages.
#include "tests/support/catch.hpp"
#include "tests/system/broker_app.hpp"

using namespace fairlead;
using namespace fairlead::tests;
using Catch::Matchers::Contains;
using wire::frame_kind;

TEST_CASE("a page's text becomes a call, and its result a callback text", "[system]") {
    broker_app app;
    auto plugin = app.plugin_with("main.App.Greet");
    auto host = app.broker.host();
    const auto request = host.invoke(
        R"(C{"name":"main.App.Greet","args":["Ada"],"callbackID":"main.App.Greet-1"})", 9);
    const auto call = plugin.expect(frame_kind::call);
    CHECK(call.payload == R"(["Ada"])");
    plugin.result(call.header.request, R"("Hello Ada")");
    const auto callback = host.expect(frame_kind::callback);
    CHECK(callback.header.request == request);
    CHECK(callback.header.aux == 9);
    CHECK(callback.payload ==
          R"({"result":"Hello Ada","error":null,"callbackid":"main.App.Greet-1"})");
}

TEST_CASE("a page hears of errors, and garbage does not stop it", "[system]") {
    broker_app app;
    auto host = app.broker.host();
    host.invoke(R"(C{"name":"main.App.Nope","args":[],"callbackID":"x"})");
    CHECK_THAT(host.expect(frame_kind::callback).payload,
               Contains("nobody offers 'main.App.Nope'") && Contains("\"callbackid\":\"x\""));
    const auto garbage = host.invoke("what is this");
    const auto log = host.expect(frame_kind::log);
    CHECK(log.header.request == garbage);
    CHECK_THAT(log.payload, Contains("neither a call"));
    host.invoke(R"(C{"name":"fairlead.methods","callbackID":"y"})");
    CHECK_THAT(host.expect(frame_kind::callback).payload, Contains("\"callbackid\":\"y\""));
}

TEST_CASE("a page that is gone hears nothing any more, its successor does", "[system]") {
    broker_app app;
    auto plugin = app.plugin_with("slow");
    auto host = app.broker.host();
    host.invoke(R"(C{"name":"slow","callbackID":"old"})", 1);
    const auto old_call = plugin.expect(frame_kind::call);
    host.send({.kind = frame_kind::forget, .aux = 1});
    CHECK(plugin.expect(frame_kind::cancel).header.request == old_call.header.request);
    plugin.result(old_call.header.request, "1");
    host.invoke(R"(C{"name":"slow","callbackID":"new"})", 2);
    plugin.result(plugin.expect(frame_kind::call).header.request, "2");
    CHECK_THAT(host.expect(frame_kind::callback).payload, Contains("\"new\""));
}

TEST_CASE("a page's event reaches plugins, and a plugin's event the host", "[system]") {
    broker_app app;
    auto plugin = app.plugin_with("x");
    auto host = app.broker.host();
    const auto to_plugin = plugin.subscribe("from.page");
    const auto to_host = host.subscribe("from.plugin");
    host.invoke(R"(EE{"name":"from.page","data":[1]})");
    const auto first = plugin.expect(frame_kind::event);
    CHECK(first.header.route == to_plugin);
    CHECK(first.payload == "[1]");
    plugin.emit("from.plugin", "[2]");
    CHECK(host.expect(frame_kind::event).header.route == to_host);
}

TEST_CASE("a host without the app's token stays outside", "[system]") {
    broker_app app;
    const auto no = scripted_peer::turned_away(
        app.broker.socket(), {.role = wire::peer_role::host, .name = "w", .token = "guess"});
    CHECK(no.code == errc::denied);
    CHECK_THAT(no.reason, Contains("host token"));
    app.broker.wait_for_log("refused");
}
