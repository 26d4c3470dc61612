// SPDX-License-Identifier: MIT
//
// page_test — what a page's own texts do, whichever way they come: through its host, or by a
// channel of the document's own.
#include "tests/support/catch.hpp"
#include "tests/system/broker_app.hpp"

using namespace fairlead;
using namespace fairlead::tests;
using Catch::Matchers::Contains;
using wire::frame_kind;

namespace {

enum class page_way { messages, in_page };

/// An app with one window, and whoever speaks for the document that it shows.
struct page_app : broker_app {
    page_way way = GENERATE(page_way::messages, page_way::in_page);
    scripted_peer host = broker.host();

    /// The next document. The one before it is gone.
    scripted_peer& document(std::uint64_t generation) {
        if (way == page_way::messages) return host;
        own_.emplace(host.page(generation));
        return *own_;
    }

private:
    std::optional<scripted_peer> own_;
};

}  // namespace

TEST_CASE("a page's text becomes a call, and its result a callback text", "[system]") {
    page_app app;
    auto plugin = app.plugin_with("main.App.Greet");
    auto& page = app.document(9);
    const auto request = page.invoke(
        R"(C{"name":"main.App.Greet","args":["Ada"],"callbackID":"main.App.Greet-1"})", 9);
    const auto call = plugin.expect(frame_kind::call);
    CHECK(call.payload == R"(["Ada"])");
    plugin.result(call.header.request, R"("Hello Ada")");
    const auto callback = page.expect(frame_kind::callback);
    CHECK(callback.header.request == request);
    CHECK(callback.header.aux == 9);
    CHECK(callback.payload ==
          R"({"result":"Hello Ada","error":null,"callbackid":"main.App.Greet-1"})");
}

TEST_CASE("a page hears of errors, and garbage does not stop it", "[system]") {
    page_app app;
    auto& page = app.document(1);
    page.invoke(R"(C{"name":"main.App.Nope","args":[],"callbackID":"x"})");
    CHECK_THAT(page.expect(frame_kind::callback).payload,
               Contains("nobody offers 'main.App.Nope'") && Contains("\"callbackid\":\"x\""));
    const auto garbage = page.invoke("what is this");
    const auto log = page.expect(frame_kind::log);
    CHECK(log.header.request == garbage);
    CHECK_THAT(log.payload, Contains("neither a call"));
    page.invoke(R"(C{"name":"fairlead.methods","callbackID":"y"})");
    CHECK_THAT(page.expect(frame_kind::callback).payload, Contains("\"callbackid\":\"y\""));
}

TEST_CASE("a page that is gone hears nothing any more, its successor does", "[system]") {
    page_app app;
    auto plugin = app.plugin_with("slow");
    app.document(1).invoke(R"(C{"name":"slow","callbackID":"old"})", 1);
    const auto old_call = plugin.expect(frame_kind::call);
    app.host.send({.kind = frame_kind::forget, .aux = 1});
    CHECK(plugin.expect(frame_kind::cancel).header.request == old_call.header.request);
    plugin.result(old_call.header.request, "1");
    auto& next = app.document(2);
    next.invoke(R"(C{"name":"slow","callbackID":"new"})", 2);
    plugin.result(plugin.expect(frame_kind::call).header.request, "2");
    CHECK_THAT(next.expect(frame_kind::callback).payload, Contains("\"new\""));
}

TEST_CASE("a page's event reaches plugins, and a plugin's event the page", "[system]") {
    page_app app;
    auto plugin = app.plugin_with("x");
    auto& page = app.document(1);
    const auto to_plugin = plugin.subscribe("from.page");
    const auto to_page = page.subscribe("from.plugin");
    page.invoke(R"(EE{"name":"from.page","data":[1]})");
    const auto first = plugin.expect(frame_kind::event);
    CHECK(first.header.route == to_plugin);
    CHECK(first.payload == "[1]");
    plugin.emit("from.plugin", "[2]");
    CHECK(page.expect(frame_kind::event).header.route == to_page);
}

TEST_CASE("a host without the app's token stays outside", "[system]") {
    broker_app app;
    const auto no = scripted_peer::turned_away(
        app.broker.socket(), {.role = wire::peer_role::host, .name = "w", .token = "guess"});
    CHECK(no.code == errc::denied);
    CHECK_THAT(no.reason, Contains("host token"));
    app.broker.wait_for_log("refused");
}
