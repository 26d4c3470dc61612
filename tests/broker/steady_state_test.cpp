// SPDX-License-Identifier: MIT
//
// steady_state_test — a small call, result or event allocates nothing once things run.
#include "tests/broker/fake_peer.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/counting_new.hpp"

using namespace fairlead;
using namespace fairlead::tests;
using wire::frame_kind;

namespace {

/// Keeps only the last header: a sink that does not allocate either.
struct quiet_sink final : routing::frame_sink {
    routing::push_result try_push(wire::frame_header const& header, pieces) override {
        last = header;
        return routing::push_result::accepted;
    }
    void cut(errc, std::string) override {}
    std::string backlog() const override { return {}; }
    wire::frame_header last;
};

std::string named(std::string_view name, std::string_view payload = {}) {
    std::string whole{wire::as_text(wire::encode_name_length(name))};
    return whole.append(name).append(payload);
}

struct quiet_house {
    broker::telemetry::counters counters;
    routing::dispatcher dispatcher{counters};
    routing::time_point now{std::chrono::hours{1}};
    quiet_sink plugin_sink, host_sink;
    routing::peer plugin{.sink = plugin_sink,
                         .id = session_id{1},
                         .role = wire::peer_role::plugin,
                         .name = "greeter"};
    routing::peer host{
        .sink = host_sink, .id = session_id{2}, .role = wire::peer_role::host, .name = "window"};

    void say(routing::peer& who, wire::frame_header header, std::string_view payload = {}) {
        dispatcher.on_frame(who, {header, wire::as_bytes(payload)}, now);
    }
    quiet_house() {
        const auto name = named("main.App.Greet");
        say(plugin, {.kind = frame_kind::offer, .flags = 1, .request = request_id{1}}, name);
        say(plugin, {.kind = frame_kind::ready});
        const auto topic = named("progress");
        say(host, {.kind = frame_kind::subscribe, .flags = 1, .request = request_id{1}}, topic);
    }
    route_id greet() const { return dispatcher.names().find("main.App.Greet"); }
};

template <class Action>
std::size_t allocations_in(Action&& action) {
    for (int warm_up = 0; warm_up < 600; ++warm_up) action();
    const auto before = allocations();
    for (int i = 0; i < 1'000; ++i) action();
    return allocations() - before;
}

}  // namespace

TEST_CASE("a call with a deadline and its result allocate nothing", "[broker][routing]") {
    quiet_house house;
    const auto greet = house.greet();
    std::uint64_t request = 0;
    CHECK(allocations_in([&] {
              house.now += std::chrono::microseconds{5};
              house.say(house.host,
                        {.kind = frame_kind::call,
                         .request = request_id{++request},
                         .route = greet,
                         .deadline_ms = 5'000},
                        "[1]");
              house.say(house.plugin,
                        {.kind = frame_kind::result, .request = house.plugin_sink.last.request},
                        "1");
          }) == 0);
    CHECK(house.host_sink.last.kind == frame_kind::result);
}

TEST_CASE("a page's call and its callback allocate nothing", "[broker][routing]") {
    quiet_house house;
    constexpr std::string_view text =
        R"(C{"name":"main.App.Greet","args":["Ada"],"callbackID":"main.App.Greet-3018697214"})";
    CHECK(allocations_in([&] {
              house.say(house.host,
                        {.kind = frame_kind::invoke, .request = request_id{1}, .aux = 1}, text);
              house.say(house.plugin,
                        {.kind = frame_kind::result, .request = house.plugin_sink.last.request},
                        "1");
          }) == 0);
    CHECK(house.host_sink.last.kind == frame_kind::callback);
}

TEST_CASE("an event allocates nothing", "[broker][routing]") {
    quiet_house house;
    const auto payload = named("progress", "[50]");
    CHECK(allocations_in([&] {
              house.say(house.plugin, {.kind = frame_kind::event, .flags = 1}, payload);
          }) == 0);
    CHECK(house.host_sink.last.kind == frame_kind::event);
}
