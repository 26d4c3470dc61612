// SPDX-License-Identifier: MIT
//
// call_test — calls and events between peers, through a real broker.
#include "tests/support/catch.hpp"
#include "tests/system/broker_app.hpp"

#include <fairlead/wire/limits.hpp>

using namespace fairlead;
using namespace fairlead::tests;
using Catch::Matchers::Contains;
using wire::frame_kind;

TEST_CASE("a call reaches its method with the offerer's own index, and its result comes home",
          "[system]") {
    broker_app app;
    auto plugin = app.plugin_with("main.App.Echo", 7);
    auto tool = app.broker.tool();

    const auto asked = tool.call("main.App.Echo", R"(["Ada"])");
    const auto call = plugin.expect(frame_kind::call);
    CHECK(call.header.route == route_id{7});
    CHECK(call.payload == R"(["Ada"])");
    plugin.result(call.header.request, R"("Hello Ada")");

    const auto result = tool.expect(frame_kind::result);
    CHECK(result.header.request == asked);
    CHECK(result.payload == R"("Hello Ada")");
    REQUIRE(result.header.route != no_route);

    const auto again = tool.call(result.header.route, "[2]");
    const auto second = plugin.expect(frame_kind::call);
    CHECK(second.header.route == route_id{7});
    CHECK(second.payload == "[2]");
    plugin.result(second.header.request, "2");
    CHECK(tool.expect(frame_kind::result).header.request == again);
}

TEST_CASE("a call to a name that nobody offers is an error at once", "[system]") {
    broker_app app;
    auto plugin = app.plugin_with("main.App.Greet");
    auto tool = app.broker.tool();
    tool.call("main.App.Great");
    const auto error = tool.expect(frame_kind::error);
    CHECK(error.code() == errc::no_such_method);
    CHECK_THAT(error.message(), Contains("did you mean 'main.App.Greet'?"));
}

TEST_CASE("a provider that goes in the middle of a call leaves backend-gone behind", "[system]") {
    broker_app app;
    auto plugin = app.plugin_with("slow");
    auto tool = app.broker.tool();
    tool.call("slow");
    plugin.expect(frame_kind::call);
    plugin.leave();
    const auto error = tool.expect(frame_kind::error);
    CHECK(error.code() == errc::backend_gone);
    CHECK_THAT(error.message(), Contains("plugin 'echo'") && Contains("'slow'"));
}

TEST_CASE("what a provider answered before it went still arrives", "[system]") {
    broker_app app;
    auto plugin = app.plugin_with("last.words");
    auto tool = app.broker.tool();
    for (int i = 0; i < 300; ++i) tool.call("last.words");
    for (int i = 0; i < 300; ++i)
        plugin.push(
            {.kind = frame_kind::result, .request = plugin.expect(frame_kind::call).header.request},
            "1");
    plugin.flush();
    plugin.leave();
    for (int i = 0; i < 300; ++i) CHECK(tool.next().header.kind == frame_kind::result);
}

TEST_CASE("a call whose deadline passes is a timeout, and its provider is told", "[system]") {
    broker_app app;
    auto plugin = app.plugin_with("slow");
    auto tool = app.broker.tool();
    tool.call("slow", "[]", 50);
    const auto call = plugin.expect(frame_kind::call);
    CHECK(call.header.deadline_ms <= 50);
    CHECK(call.header.deadline_ms > 0);
    const auto error = tool.expect(frame_kind::error);
    CHECK(error.code() == errc::timeout);
    CHECK(plugin.expect(frame_kind::cancel).header.request == call.header.request);
    plugin.result(call.header.request, "1");
    plugin.everything_until_pong();
    CHECK(tool.everything_until_pong().empty());
}

TEST_CASE("a caller takes a call back", "[system]") {
    broker_app app;
    auto plugin = app.plugin_with("slow");
    auto tool = app.broker.tool();
    const auto request = tool.call("slow");
    const auto call = plugin.expect(frame_kind::call);
    tool.cancel(request);
    CHECK(plugin.expect(frame_kind::cancel).header.request == call.header.request);
    const auto error = tool.expect(frame_kind::error);
    CHECK(error.header.request == request);
    CHECK(error.code() == errc::cancelled);
}

TEST_CASE("events and results of one peer arrive in the order in which they were sent",
          "[system]") {
    broker_app app;
    auto plugin = app.plugin_with("count");
    auto tool = app.broker.tool();
    const auto topic = tool.subscribe("progress");
    constexpr int rounds = 500;
    for (int i = 0; i < rounds; ++i) tool.call("count");
    for (int i = 0; i < rounds; ++i) {
        const auto call = plugin.expect(frame_kind::call);
        plugin.emit("progress", "[" + std::to_string(i) + "]");
        plugin.result(call.header.request, std::to_string(i));
    }
    for (int i = 0; i < rounds; ++i) {
        const auto event = tool.expect(frame_kind::event);
        CHECK(event.header.route == topic);
        CHECK(event.payload == "[" + std::to_string(i) + "]");
        CHECK(tool.expect(frame_kind::result).payload == std::to_string(i));
    }
}

TEST_CASE("16 MiB go to the method and come back intact", "[system]") {
    broker_app app;
    auto plugin = app.plugin_with("echo");
    auto tool = app.broker.tool();
    std::string large(16u << 20, ' ');
    for (std::size_t i = 0; i < large.size(); ++i) large[i] = static_cast<char>('a' + i * 7 % 26);
    tool.call("echo", large);
    const auto call = plugin.expect(frame_kind::call);
    REQUIRE(call.payload == large);
    plugin.result(call.header.request, call.payload);
    CHECK(tool.expect(frame_kind::result).payload == large);
}

TEST_CASE("two peers that fill each other's rings do not stop each other", "[system]") {
    broker_app app;
    auto a = app.plugin_with("a.echo", 0, "a");
    auto b = app.plugin_with("b.echo", 0, "b");
    const std::string payload(60'000, 'x');
    constexpr int calls = 100;  // 6 MB each way through rings of 1 MiB.
    for (int i = 0; i < calls; ++i) {
        a.call("b.echo", payload);
        b.call("a.echo", payload);
    }
    int results = 0, errors = 0;
    const auto take_turn = [&](scripted_peer& peer) {
        for (auto const& frame : peer.everything_until_pong()) {
            if (frame.header.kind == frame_kind::call)
                peer.result(frame.header.request, frame.payload);
            else ++(frame.header.kind == frame_kind::result ? results : errors);
        }
    };
    eventually("all answers", [&] {
        take_turn(a);
        take_turn(b);
        return results + errors == 2 * calls;
    });
    CHECK(errors == 0);
}

TEST_CASE("the broker lists itself", "[system]") {
    broker_app app;
    auto plugin = app.plugin_with("main.App.Greet");
    auto tool = app.broker.tool();
    tool.call("fairlead.list");
    const auto list = tool.expect(frame_kind::result).payload;
    CHECK_THAT(list, Contains(R"("app":"test-app")") &&
                         Contains(R"("name":"echo","role":"plugin")") &&
                         Contains(R"("name":"tool","role":"tool")") && Contains(R"("methods":1)") &&
                         Contains(R"("counters":{"calls":1)"));
    tool.call("fairlead.methods");
    const auto methods = tool.expect(frame_kind::result).payload;
    CHECK_THAT(methods, Contains(R"({"name":"main.App.Greet","peer":"echo"})") &&
                            Contains(R"({"name":"fairlead.list","peer":"fairlead"})"));
}
