// SPDX-License-Identifier: MIT
//
// call_test — calls between two peers, through a real broker.
#include "tests/support/broker_process.hpp"
#include "tests/support/catch.hpp"

using namespace fairlead;
using namespace fairlead::tests;
using wire::frame_kind;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

struct app {
    temporary_directory folder;
    broker_process broker{folder};
    app() { broker.wait_until_ready(); }

    /// A plugin that offers one method.
    scripted_peer plugin_with(std::string const& method, std::uint32_t handler = 7) {
        auto plugin = broker.plugin("echo");
        plugin.offer(method, handler);
        plugin.ready();
        plugin.everything_until_pong();
        return plugin;
    }
};

}  // namespace

TEST_CASE("a call reaches its method with the offerer's own index, and its result comes home",
          "[system]") {
    app app;
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
    CHECK(result.header.route != no_route);

    // From now on by number.
    const auto again = tool.call(result.header.route, "[2]");
    const auto second = plugin.expect(frame_kind::call);
    CHECK(second.header.route == route_id{7});
    CHECK(second.payload == "[2]");
    CHECK(second.header.request != call.header.request);
    plugin.result(second.header.request, "2");
    CHECK(tool.expect(frame_kind::result).header.request == again);
}
