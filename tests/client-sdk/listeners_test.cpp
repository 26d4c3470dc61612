// SPDX-License-Identifier: MIT
//
// listeners — events that a plugin hears, through a real broker: how often, until when, and what
// pages can do about it.
#include "client-sdk/src/event_port.hpp"
#include "tests/support/catch.hpp"
#include "tests/system/broker_app.hpp"

#include <fairlead/events.hpp>

#include <atomic>

using namespace fairlead;
using namespace fairlead::tests;
using Catch::Matchers::Contains;

namespace {

struct listening_app : broker_app {
    std::unique_ptr<client::connection> connection = client::connection::connect(
        {.socket = broker.socket(), .role = wire::peer_role::plugin, .name = "ears"});
    std::shared_ptr<event_port> port = std::make_shared<event_port>();
    fairlead::events events{port};
    scripted_peer speaker = broker.tool("speaker");
    std::mutex mutex;
    std::string heard;

    listening_app() { port->open(*connection); }
    ~listening_app() {
        port->close();
        connection.reset();  // No handler runs after it.
    }

    auto note(std::string const& what) {
        return [this, what](int number) {
            const std::lock_guard lock{mutex};
            heard += what + std::to_string(number) + ' ';
        };
    }
    /// The connection has seen all that came before.
    void settle() { connection->call_wait("fairlead.list", "[]", {patience()}); }
    std::string after(std::string const& topic, std::initializer_list<int> numbers) {
        settle();
        for (const int number : numbers) speaker.emit(topic, '[' + std::to_string(number) + ']');
        speaker.everything_until_pong();
        settle();
        const std::lock_guard lock{mutex};
        return std::exchange(heard, {});
    }
    bool broker_knows_subscription() {
        const auto list = connection->call_wait("fairlead.list", "[]", {patience()});
        return list.json.find(R"("subscriptions":1)") != std::string::npos;
    }
};

}  // namespace

TEST_CASE("7.3 a back end listens for ever, once, or so many times", "[system][contract]") {
    listening_app app;
    app.events.on("knot", app.note("on"));
    app.events.once("knot", app.note("once"));
    app.events.on_multiple("knot", 2, app.note("twice"));
    app.events.on_multiple("knot", 0, app.note("zero"));  // Until the first event, as in Wails.
    app.events.on_multiple("knot", -1, app.note("minus"));
    CHECK(app.after("knot", {1, 2, 3}) ==
          "on1 once1 twice1 zero1 minus1 on2 twice2 minus2 on3 minus3 ");
}

TEST_CASE("7.3 what listening returns ends it, as often as one likes, also inside a handler",
          "[system][contract]") {
    listening_app app;
    const auto first = app.events.on("knot", app.note("first"));
    std::optional<listening> second;
    second = app.events.on("knot", [&](int) {
        second->off();
        first.off();
    });
    app.events.on("knot", app.note("third"));
    CHECK(app.after("knot", {1, 2}) == "first1 third1 third2 ");
    first.off();
    second->off();
    CHECK(app.after("knot", {3}) == "third3 ");
}

TEST_CASE("7.3 off ends the listeners of the topics it names, off_all those of all",
          "[system][contract]") {
    listening_app app;
    for (auto const* topic : {"a", "b", "c"}) app.events.on(topic, app.note(topic));
    app.events.off("a", "b", "never heard of");
    CHECK(app.after("a", {1}) + app.after("b", {1}) + app.after("c", {1}) == "c1 ");
    app.events.on("a", app.note("again"));
    CHECK(app.after("a", {2}) == "again2 ");
    app.events.off_all();
    CHECK(app.after("a", {3}) + app.after("c", {3}) == "");
}

TEST_CASE("the broker hears of a topic once, and when nobody listens any more", "[system]") {
    listening_app app;
    const auto a = app.events.on("knot", app.note("a"));
    const auto b = app.events.once("knot", app.note("b"));
    app.settle();
    CHECK(app.broker_knows_subscription());
    a.off();
    CHECK(app.after("knot", {1}) == "b1 ");
    CHECK_FALSE(app.broker_knows_subscription());
}

TEST_CASE("7.3 a page that stops listening does not silence the back end", "[system][contract]") {
    listening_app app;
    auto host = app.broker.host("window");
    host.subscribe("knot");
    app.events.on("knot", app.note("on"));
    host.invoke("EXknot");
    host.everything_until_pong();
    CHECK(app.after("knot", {1}) == "on1 ");
}

TEST_CASE("an event that does not fit its listener is passed over, and the others hear it",
          "[system]") {
    listening_app app;
    app.events.on("knot", [](std::string const&) {});
    app.events.on("knot", app.note("on"));
    CHECK(app.after("knot", {1}) == "on1 ");
    app.broker.wait_for_log("event 'knot' was passed over");
}
