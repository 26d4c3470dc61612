// SPDX-License-Identifier: MIT
//
// trace_test — fairlead trace beside a real broker: what it says, the file that it writes, and who
// may not; and the log of slow calls.
#include "tests/support/catch.hpp"
#include "tests/support/chrome_trace_check.hpp"
#include "tests/support/paths.hpp"
#include "tests/support/running_app.hpp"
#include "tests/system/plugin_app.hpp"

#include <fairlead/wire/frame_codec.hpp>
#include <fairlead/wire/timing.hpp>

#include <boost/json.hpp>

#include <csignal>
#include <fstream>
#include <iterator>

using namespace fairlead;
using namespace fairlead::tests;
using Catch::Matchers::Contains;
namespace json = boost::json;

namespace {

struct traced_app {
    plugin_app app;
    runtime_folder nowhere;

    // The plugin speaks the wire by hand, and waits for nothing but answers while it starts.
    traced_app() { app.wait_for_state("ob", "ready"); }

    std::unique_ptr<child> trace(std::vector<std::string> more) const {
        std::vector<std::string> args{"trace", "--socket", app.broker.socket().native()};
        args.insert(args.end(), more.begin(), more.end());
        return std::make_unique<child>(
            child::spec{program("fairlead"), args, nowhere.environment()});
    }
    /// Until the broker tells everybody that calls are timed.
    void wait_until_it_looks() {
        const auto order = app.tool.expect(wire::frame_kind::trace);
        CHECK(order.header.code == 1);
    }
};

std::string text_of(std::filesystem::path const& file) {
    std::ifstream in{file};
    return {std::istreambuf_iterator<char>{in}, {}};
}

}  // namespace

TEST_CASE("a call is shown hop by hop, and drawn in a file", "[system][trace]") {
    traced_app all;
    const auto file = all.app.folder.path() / "calls.json";
    const auto trace =
        all.trace({"--method", "ob.*", "--peer", "tool", "--count", "1", "-o", file.native()});
    all.wait_until_it_looks();
    all.app.value("ob.echo", "[1]");
    const auto said = trace->read_all();
    CHECK(trace->wait() == 0);
    CHECK_THAT(said, Contains("ob.echo  tool → ob"));
    // Neither of these two peers speaks of itself.
    CHECK_THAT(said, Contains("broker, call") && Contains("provider, not told") &&
                         Contains("broker, answer"));
    const auto drawn = read_chrome_trace(text_of(file));
    CHECK(drawn.slices_of("broker") == 2);
}

TEST_CASE("who tells lies of itself is named", "[system][trace]") {
    traced_app all;
    auto liar = all.app.broker.plugin("liar");
    liar.offer("liar.work");
    liar.ready();
    liar.everything_until_pong();
    const auto trace = all.trace({"--json=short", "--count", "2"});
    all.wait_until_it_looks();
    const auto order = liar.expect(wire::frame_kind::trace);
    liar.send(order.header);
    liar.everything_until_pong();
    const auto serve = [&](wire::call_points const& points) {
        const auto request = all.app.tool.call("liar.work", "[]", 20'000);
        const auto call = liar.expect(wire::frame_kind::call);
        CHECK((call.header.flags & wire::frame_flag::traced) != 0);
        liar.result(call.header.request, "1");
        while (all.app.tool.next().header.request != request) {}
        liar.send({.kind = wire::frame_kind::timing,
                   .code = static_cast<std::uint16_t>(wire::timed_as::provider),
                   .request = call.header.request},
                  wire::as_text(wire::as_bytes(points)));
        return json::parse(trace->read_line()).as_object();
    };
    const auto lie = serve({1, 2, 3, 4});
    CHECK(lie.at("doubt").as_string() == "liar");
    CHECK(lie.at("points").as_array().at(4).is_null());
    // It is asked about the next call, too, and its session goes on.
    CHECK(serve({4, 3, 2, 1}).at("doubt").as_string() == "liar");
    CHECK(trace->wait() == 0);
}

TEST_CASE("an interrupted trace shows what it has seen", "[system][trace]") {
    traced_app all;
    const auto trace = all.trace({"--for", "600"});
    all.wait_until_it_looks();
    for (int i = 0; i < 3; ++i) all.app.value("ob.echo", "[1]");
    // The order to stop comes when the broker has been left: all was told before.
    trace->signal(SIGINT);
    const auto said = trace->read_all();
    CHECK(trace->wait() == 0);
    CHECK_THAT(said, Contains("METHOD"));
    CHECK_THAT(said, Contains("ob.echo"));
    const auto order = all.app.tool.expect(wire::frame_kind::trace);
    CHECK(order.header.code == 0);
}

TEST_CASE("only tools may trace", "[system][trace]") {
    traced_app all;
    auto spy = all.app.broker.plugin("spy");
    spy.call("fairlead.control.trace", "[]", 20'000);
    const auto answer = spy.expect(wire::frame_kind::error);
    CHECK(answer.code() == errc::denied);
}

TEST_CASE("calls that take longer than the app thinks right are in the log", "[system][slow]") {
    broker_app app{{.fairlead_json = R"({"slowCall":"10ms"})"}};
    auto plugin = app.plugin_with("echo.wait");
    auto tool = app.broker.tool("caller");
    tool.call("echo.wait", "[]", 50);
    plugin.expect(wire::frame_kind::call);
    tool.expect(wire::frame_kind::error);  // Its time is up.
    app.broker.wait_for_log("slow call: method=echo.wait caller=tool 'caller'");
    CHECK_THAT(app.broker.log(), Contains("provider=plugin 'echo'"));
}
