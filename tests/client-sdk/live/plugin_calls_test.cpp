// SPDX-License-Identifier: MIT
//
// plugin_calls_test — plugins that call plugins: answers, errors, deadlines, progress, in plain
// functions and in coroutines.
#include "tests/broker/open_house.hpp"
#include "tests/client-sdk/live/probe.hpp"

#include <cstring>
#include <future>

using namespace fairlead;
using namespace fairlead::tests;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;

namespace {

struct Calc {
    tally* waiting;

    int Add(int a, int b) { return a + b; }
    bytes Reverse(bytes data) {
        byte_buffer answer{data.size()};
        std::reverse_copy(data.span().begin(), data.span().end(), answer.data());
        return answer;
    }
    task<int> Slow(call_context& call, int steps) {
        const resident here{*waiting};
        for (int i = 1; i <= steps; ++i) {
            call.progress(i);
            co_await call.sleep(1ms);
        }
        co_return steps;
    }
    task<> Never(call_context& call) {
        const resident here{*waiting};
        co_await call.sleep(1h);
    }
};
BOOST_DESCRIBE_STRUCT(Calc, (), (Add, Reverse, Slow, Never))

/// Asks the other.
struct Office {
    calls ask;

    int Sum(int a, int b) { return ask.call<int>("main.Calc.Add", a, b).wait(); }
    task<int> SumOfSums(int n) {
        int sum = 0;
        for (int i = 0; i < n; ++i) sum += co_await ask.call<int>("main.Calc.Add", i, 1);
        co_return sum;
    }
    task<int> Together(int n) {
        std::vector<pending<int>> all;
        for (int i = 0; i < n; ++i) all.push_back(ask.call<int>("main.Calc.Add", i, 1));
        int sum = 0;
        for (auto& one : all) sum += co_await one;
        co_return sum;
    }
    task<> Waits() { co_await ask.call("main.Calc.Never"); }
    task<int> Itself(int n) {
        if (n == 0) co_return 0;
        co_return 1 + co_await ask.call<int>("main.Office.Itself", n - 1);
    }
};
BOOST_DESCRIBE_STRUCT(Office, (), (Sum, SumOfSums, Together, Waits, Itself))

struct two_plugins {
    tally waiting;
    open_house house;
    std::optional<calls> ask;
    std::unique_ptr<client::connection> tool;

    two_plugins() {
        plugin calc{"calc"};
        calc.bind("main", Calc{&waiting});
        house.run(std::move(calc), "main.Calc.Add", "[1,2]");
        plugin office{"office"};
        ask.emplace(office.calls());
        office.bind("main", Office{office.calls()});
        house.run(std::move(office), "main.Office.Sum", "[1,2]");
        tool = house.connect();
    }
};

}  // namespace

TEST_CASE("a plugin calls another, waiting and awaiting", "[live]") {
    const two_plugins both;
    CHECK(both.tool->call_wait("main.Office.Sum", "[2,3]", {30s}).json == "5");
    CHECK(both.tool->call_wait("main.Office.SumOfSums", "[100]", {30s}).json == "5050");
    CHECK(both.tool->call_wait("main.Office.Together", "[100]", {30s}).json == "5050");
    CHECK(both.tool->call_wait("main.Office.Itself", "[50]", {30s}).json == "50");
}

TEST_CASE("a call of a plugin fails like any, in words of who failed", "[live]") {
    const two_plugins both;
    try {
        both.ask->call<int>("main.Calc.Add", 1).wait();
        FAIL("it added");
    } catch (call_failed const& why) {
        CHECK(why.code() == errc::bad_arguments);
        CHECK_THAT(why.what(), Contains("received 1 arguments"));
    }
    try {
        both.ask->within(50ms).call("main.Calc.Never").wait();
        FAIL("it came");
    } catch (call_failed const& why) {
        CHECK(why.code() == errc::timeout);
    }
    try {
        both.ask->call<std::string>("main.Calc.Add", 1, 2).wait();
        FAIL("a number is no text");
    } catch (call_failed const& why) {
        CHECK(why.code() == errc::protocol_error);
        CHECK_THAT(why.what(), Contains("the answer: "));
    }
}

TEST_CASE("bytes go to another plugin and back", "[live]") {
    const two_plugins both;
    const std::size_t size = GENERATE(3u, 100'000u);
    byte_buffer data{size};
    for (std::size_t i = 0; i < size; ++i) data.data()[i] = static_cast<std::byte>(i % 251);
    const bytes sent = std::move(data);
    const auto back = both.ask->call<bytes>("main.Calc.Reverse", sent).wait();
    REQUIRE(back.size() == size);
    CHECK(std::equal(sent.span().begin(), sent.span().end(), back.span().rbegin()));
}

TEST_CASE("progress of a call is heard before its answer", "[live]") {
    const two_plugins both;
    std::vector<int> heard;
    const auto told = both.ask->on_progress<int>([&](int step) { heard.push_back(step); });
    CHECK(told.call<int>("main.Calc.Slow", 4).wait() == 4);
    CHECK(heard == std::vector<int>{1, 2, 3, 4});
}

TEST_CASE("a coroutine that is taken back takes back what it waits for", "[live]") {
    two_plugins both;
    tally ended;
    const auto id =
        both.tool->call("main.Office.Waits", "[]", {}, [&](client::reply const&) { ended.add(1); });
    REQUIRE(both.waiting.wait_for(1));
    both.tool->cancel(id);
    CHECK(ended.wait_for(1));
    CHECK(both.waiting.wait_for(0));
}

TEST_CASE("before and after the plugin runs its calls say that there is no app", "[live]") {
    plugin lonely{"lonely"};
    const auto ask = lonely.calls();
    try {
        ask.call("anything").wait();
        FAIL("it was answered");
    } catch (call_failed const& why) {
        CHECK(why.code() == errc::backend_gone);
    }
    auto numbers = ask.stream<int>("anything");
    CHECK_THROWS_AS(numbers.wait_next(), call_failed);
}
