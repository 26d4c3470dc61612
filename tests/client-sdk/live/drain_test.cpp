// SPDX-License-Identifier: MIT
//
// drain_test — a plugin that ends: every coroutine goes with it, wherever it waits, and none is
// left in memory.
#include "tests/broker/open_house.hpp"
#include "tests/client-sdk/live/probe.hpp"

using namespace fairlead;
using namespace fairlead::tests;
using namespace std::chrono_literals;

namespace {

/// Never brings anybody back.
struct for_ever {
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<>) const noexcept {}
    void await_resume() const noexcept {}
};

struct App {
    tally* frames;

    int Plain() { return 1; }
    task<> Sleeps(call_context& call) {
        const resident here{*frames};
        co_await call.sleep(1h);
    }
    task<> Deep(call_context& call) {
        const resident here{*frames};
        co_await Sleeps(call);
    }
    task<> Lost() {
        const resident here{*frames};
        co_await for_ever{};
    }
    stream<int> Streams(call_context& call) {
        const resident here{*frames};
        for (int i = 0;; ++i) {
            co_await call.sleep(1ms);
            co_yield i;
        }
    }
    task<int> Reads(stream<int> numbers) {
        const resident here{*frames};
        int sum = 0;
        while (auto number = co_await numbers.next()) sum += *number;
        co_return sum;
    }
};
BOOST_DESCRIBE_STRUCT(App, (), (Plain, Sleeps, Deep, Lost, Streams, Reads))

}  // namespace

TEST_CASE("a plugin that ends takes its coroutines along, wherever they wait", "[live]") {
    const auto where = GENERATE(execution::pool, execution::loop, execution::serial);
    tally frames;
    tally ended;
    {
        open_house house;
        plugin app{"app"};
        app.bind("main", App{&frames}, where);
        house.run(std::move(app), "main.App.Plain");
        const auto on_end = [&](client::reply const& how) {
            ended.add(!how.ok && how.code == errc::backend_gone ? 1 : 100);
        };
        // Serial: of one caller one at a time.
        std::vector<std::unique_ptr<client::connection>> callers;
        const std::pair<std::string_view, std::string_view> all[] = {
            {"main.App.Sleeps", "[]"},
            {"main.App.Deep", "[]"},
            {"main.App.Lost", "[]"},
            {"main.App.Streams", "[]"},
            {"main.App.Reads", R"([{"$stream":1}])"}};
        for (auto const& [name, args] : all) {
            callers.push_back(house.connect());
            callers.back()->call(name, args, {}, {.on_item = [](client::stream_item const&) {}},
                                 on_end);
        }
        REQUIRE(frames.wait_for(6));  // Deep has two.
        house.end();
        CHECK(ended.wait_for(5));
    }
    CHECK(frames.count() == 0);
}
