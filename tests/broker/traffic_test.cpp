// SPDX-License-Identifier: MIT
//
// traffic_test — what a dispatcher counts, read as others do: through the file.
#include "broker/telemetry/counter_file.hpp"
#include "tests/broker/fake_peer.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temporary_directory.hpp"

#include <fairlead/meter/snapshot.hpp>

#include <sys/stat.h>

#include <algorithm>

using namespace fairlead;
using namespace fairlead::tests;
using namespace std::chrono_literals;
using broker::telemetry::counter_file;

namespace {

struct counted_house {
    temporary_directory folder;
    counter_file file = std::move(*counter_file::create(folder.path(), "house"));
    routing_house house{file.map()};

    counted_house() {
        for (auto* one : {&house.plugin, &house.other, &house.tool, &house.host, &house.page})
            house.dispatcher.on_come(one->self);
    }
    meter::snapshot look() {
        const auto opened = meter::reader::open(folder.path() / meter::file_name);
        return *opened->take();
    }
};

template <class Values>
Values const& named(std::vector<Values> const& all, std::string_view name) {
    const auto found = std::ranges::find(all, name, &Values::name);
    if (found == all.end()) throw std::runtime_error{"no row " + std::string{name}};
    return *found;
}

}  // namespace

TEST_CASE("a call is counted for its caller, its method and its provider", "[broker][meter]") {
    counted_house all;
    auto& house = all.house;
    house.offer(house.plugin, "main.App.Greet", 7);
    house.ready(house.plugin);
    house.call(house.tool, 1, "main.App.Greet", R"(["Ada"])");
    {
        const auto now = all.look();
        CHECK(named(now.peers, "cli").calls == 1);
        CHECK(named(now.peers, "cli").in_flight == 1);
        auto const& method = named(now.methods, "main.App.Greet");
        CHECK(method.calls == 1);
        CHECK(method.in_flight == 1);
        CHECK(method.bytes_in == 7);
        CHECK(method.owner == named(now.peers, "greeter").place);
    }
    house.now += 3ms;
    house.result(house.plugin, house.plugin.take().header.request, R"("Hello")");
    house.tool.take();
    house.call(house.tool, 2, "main.App.Greet");
    house.now += 50ms;
    house.error(house.plugin, house.plugin.take().header.request, errc::app_error, "no");
    house.tool.take();
    house.call(house.tool, 3, "main.App.Greet", "[]", 10);
    house.pass(20ms);
    house.call(house.tool, 4, "main.App.Gone");

    const auto now = all.look();
    auto const& method = named(now.methods, "main.App.Greet");
    CHECK(method.calls == 3);
    CHECK(method.errors == 2);  // An error, and a timeout.
    CHECK(method.in_flight == 0);
    CHECK(method.bytes_out == 7 + 2);
    CHECK(meter::count_of(method.latency) == 2);  // What was not answered took no time.
    CHECK(method.latency[meter::bucket_of(3'000'000)] == 1);
    CHECK(method.latency[meter::bucket_of(50'000'000)] == 1);
    CHECK(method.answer_ns == 53'000'000);
    auto const& caller = named(now.peers, "cli");
    CHECK(caller.calls == 4);
    CHECK(caller.errors == 3);
    CHECK(caller.in_flight == 0);
    CHECK(caller.bytes_in > 4 * sizeof(wire::frame_header));
    CHECK(now.totals[0] == 4);
    CHECK(std::ranges::find(now.methods, "main.App.Gone", &meter::method_values::name) ==
          now.methods.end());
}

TEST_CASE("bytes that are attached to a frame and lie in it are counted once", "[broker][meter]") {
    counted_house all;
    auto& house = all.house;
    house.offer(house.plugin, "main.App.Keep", 7);
    house.ready(house.plugin);
    // What `wire/attachments.hpp` says: {json bytes, count}, {blob, 0, bytes}, JSON, bytes.
    const std::string json = R"([{"$bytes":0}])", bytes(40, 'x');
    const wire::attachment_head head{static_cast<std::uint32_t>(json.size()), 1};
    const wire::attachment_ref ref{wire::no_blob, 0, bytes.size()};
    std::string payload{wire::as_text(std::as_bytes(std::span{&head, 1}))};
    payload.append(wire::as_text(std::as_bytes(std::span{&ref, 1}))).append(json).append(bytes);
    const auto name =
        std::string{wire::as_text(wire::encode_name_length("main.App.Keep"))} + "main.App.Keep";
    house.say(house.tool,
              {.kind = wire::frame_kind::call,
               .flags = wire::frame_flag::named | wire::frame_flag::binary |
                        wire::frame_flag::takes_binary,
               .request = request_id{1}},
              name + payload);
    const auto given = house.plugin.take();
    CHECK(given.payload == payload);
    house.say(house.plugin,
              {.kind = wire::frame_kind::result,
               .flags = wire::frame_flag::binary,
               .request = given.header.request},
              payload);
    CHECK(house.tool.take().payload == payload);
    const auto now = all.look();
    auto const& method = named(now.methods, "main.App.Keep");
    CHECK(method.bytes_in == payload.size());
    CHECK(method.bytes_out == payload.size());
    CHECK(named(now.peers, "cli").bytes_in ==
          sizeof(wire::frame_header) + name.size() + payload.size());
}

TEST_CASE("events are counted for their topic and their peers", "[broker][meter]") {
    counted_house all;
    auto& house = all.house;
    house.subscribe(house.tool, "tick");
    house.subscribe(house.other, "tick");
    house.emit(house.plugin, "tick", "[12345]");
    house.tool.answer = routing::push_result::full;
    house.emit(house.plugin, "tick", "[]");
    house.emit(house.plugin, "nobody/hears", "[]");
    const auto now = all.look();
    auto const& tick = named(now.topics, "tick");
    CHECK(tick.calls == 2);
    CHECK(tick.delivered == 3);
    CHECK(tick.bytes_in == 7 + 2);
    CHECK(tick.bytes_out == 7 + 7 + 2);
    CHECK(tick.drops == 1);
    CHECK(named(now.topics, meter::others).calls == 1);
    CHECK(named(now.peers, "greeter").events == 3);
    CHECK(named(now.peers, "cli").delivered == 1);
    CHECK(named(now.peers, "cli").drops == 1);
    CHECK(named(now.peers, "files").delivered == 2);
}

TEST_CASE("all of a name have one row, restarts and documents begin none", "[broker][meter]") {
    counted_house all;
    auto& house = all.house;
    CHECK(named(all.look().peers, "window2").sessions == 1);
    fake_peer again{wire::peer_role::plugin, "greeter", 21};
    auto next = routing_house::page_of(house.host2, 4, 22);
    house.dispatcher.on_come(again.self);
    house.dispatcher.on_come(next.self);
    CHECK(again.self.row == house.plugin.self.row);
    CHECK(next.self.row == house.page.self.row);
    CHECK(named(all.look().peers, "greeter").sessions == 2);
    house.gone(house.plugin);
    CHECK(house.plugin.self.row == nullptr);
    house.dispatcher.traffic().on_restarts("greeter", 3);
    const auto now = all.look();
    CHECK(named(now.peers, "greeter").sessions == 1);
    CHECK(named(now.peers, "greeter").restarts == 3);
    CHECK(named(now.peers, "greeter").session == 21);
    house.gone(again);
    house.gone(next);
}

TEST_CASE("what has no row is counted with the others, who went gives room", "[broker][meter]") {
    counted_house all;
    auto& house = all.house;
    house.ready(house.plugin);
    for (unsigned i = 0; i < meter::method_rows + 5; ++i) {
        const auto name = "m" + std::to_string(i);
        house.offer(house.plugin, name, i);
        house.call(house.tool, i + 1, name);
        house.plugin.take();
    }
    auto now = all.look();
    CHECK(now.methods.size() == meter::method_rows);
    CHECK(named(now.methods, meter::others).calls == 6);
    CHECK(named(now.methods, "m0").calls == 1);

    for (unsigned i = 0; i < 2 * meter::peer_rows; ++i) {
        fake_peer passing{wire::peer_role::tool, "tool" + std::to_string(i), 100 + i};
        house.dispatcher.on_come(passing.self);
        house.emit(passing, "x");
        house.gone(passing);
    }
    now = all.look();
    CHECK(now.peers.size() == meter::peer_rows);
    CHECK(named(now.peers, "cli").calls == meter::method_rows + 5);  // Who is there keeps its row.
    CHECK(named(now.peers, "tool" + std::to_string(2 * meter::peer_rows - 1)).events == 1);
}

TEST_CASE("without counters nothing is counted, and all else is as ever", "[broker][meter]") {
    routing_house house;
    house.dispatcher.on_come(house.tool.self);
    CHECK(house.tool.self.row == nullptr);
    house.offer(house.plugin, "m", 1);
    house.ready(house.plugin);
    house.call(house.tool, 1, "m");
    house.result(house.plugin, house.plugin.take().header.request, "1");
    CHECK(house.tool.take().payload == "1");
}

TEST_CASE("the file is ours alone, goes with its broker, and is kept when that has died",
          "[broker][meter]") {
    temporary_directory folder;
    const auto file = folder.path() / meter::file_name;
    const auto crashed = folder.path() / meter::crashed_file_name;
    {
        const auto made = counter_file::create(folder.path(), "app");
        REQUIRE(made.has_value());
        struct stat found {};
        REQUIRE(::stat(file.c_str(), &found) == 0);
        CHECK((found.st_mode & 0777) == 0600);
        const auto now = *meter::reader::open(file)->take();
        CHECK(now.app == "app");
        CHECK(now.state == meter::broker_state::running);
        // As one that has died would leave it.
        std::filesystem::copy_file(file, folder.path() / "left");
    }
    CHECK_FALSE(std::filesystem::exists(file));
    std::filesystem::rename(folder.path() / "left", file);
    const auto next = counter_file::create(folder.path(), "app");
    CHECK(std::filesystem::exists(crashed));
    CHECK(meter::reader::open(crashed).has_value());
    CHECK(counter_file::create(folder.path() / "none", "app").has_error());
}
