// SPDX-License-Identifier: MIT
//
// live_calls_test — coroutines, later answers, cancellation, deadlines and progress, through the
// broker and back.
#include "tests/broker/open_house.hpp"
#include "tests/client-sdk/live/probe.hpp"

#include <future>

using namespace fairlead;
using namespace fairlead::tests;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;

namespace {

struct Report {
    int steps = 0;
    std::string title;
};
BOOST_DESCRIBE_STRUCT(Report, (), (steps, title))

/// What the test sees of the plugin.
struct watched {
    tally frames;     ///< Coroutines that live.
    tally begun;      ///< Methods that wait to be cancelled.
    tally cancelled;  ///< Those that have seen it.
    std::mutex mutex;
    std::vector<reply_to<std::string>> owed;
    tally replies;
};

struct App {
    watched* seen;

    int Plain(int a) { return a + 1; }
    task<Report> Crunch(call_context& call, int steps, std::string title) {
        const resident here{seen->frames};
        for (int step = 0; step < steps; ++step) {
            co_await call.sleep(1ms);
            call.progress(step);
        }
        co_return Report{steps, title};
    }
    task<> Nothing() { co_return; }
    task<int> Nested(int depth) {
        const resident here{seen->frames};
        if (depth == 0) co_return 0;
        co_return 1 + co_await Nested(depth - 1);
    }
    task<int> Throws(call_context& call) {
        const resident here{seen->frames};
        co_await call.sleep(1ms);
        throw std::runtime_error{"out of paper"};
    }
    task<int> Sleeps(call_context& call) {
        const resident here{seen->frames};
        seen->begun.add(1);
        try {
            co_await call.sleep(1h);
        } catch (call_failed const& why) {
            if (why.code() == errc::cancelled && call.cancelled()) seen->cancelled.add(1);
            throw;
        }
        co_return 1;
    }
    int Blocks(call_context& call) {
        std::promise<void> stopped;
        const std::stop_callback tell{call.stop_token(), [&] { stopped.set_value(); }};
        seen->begun.add(1);
        stopped.get_future().wait();
        seen->cancelled.add(call.cancelled() ? 1 : 0);
        return 1;
    }
    std::pair<bool, bool> Patience(call_context& call) {
        const auto left = call.remaining();
        return {left.has_value() && *left > 0ms && *left <= 60s, call.deadline().has_value()};
    }
    std::uint64_t Caller(call_context& call) { return call.caller(); }
    void Later(int n, reply_to<std::string> reply) {
        if (n < 0) throw std::invalid_argument{"a negative wait"};
        const std::lock_guard lock{seen->mutex};
        seen->owed.push_back(std::move(reply));
        seen->replies.add(1);
    }
};
BOOST_DESCRIBE_STRUCT(App, (),
                      (Plain, Crunch, Nothing, Nested, Throws, Sleeps, Blocks, Patience, Caller,
                       Later))

/// Each method on the pool as main.App.…, on the loop as quick.App.…
struct live_house {
    watched seen;
    open_house house;
    std::unique_ptr<client::connection> tool;

    live_house() {
        plugin app{"app"};
        app.bind("main", App{&seen}).bind("quick", App{&seen}, execution::loop);
        house.run(std::move(app), "quick.App.Plain", "[1]");
        tool = house.connect();
    }
    client::connection::answer call(std::string const& name, std::string_view args = "[]") const {
        return tool->call_wait(name, args, {30s});
    }
};

/// An answer that a test waits for.
struct waited {
    std::promise<client::connection::answer> promise;
    client::reply_handler handler() {
        return [this](client::reply const& how) {
            promise.set_value(
                {how.ok, std::string{how.json}, how.ok ? client::failure{} : how.to_failure(), {}});
        };
    }
    client::connection::answer get() {
        auto answer = promise.get_future();
        if (answer.wait_for(20s) != std::future_status::ready)
            throw std::runtime_error{"no answer"};
        return answer.get();
    }
};

}  // namespace

TEST_CASE("a coroutine answers when it is through, wherever it runs", "[live]") {
    const live_house all;
    const std::string where = GENERATE("main.App.", "quick.App.");
    CHECK(all.call(where + "Crunch", R"([3,"x"])").json == R"({"steps":3,"title":"x"})");
    CHECK(all.call(where + "Nothing").json == "null");
    CHECK(all.call(where + "Nested", "[200]").json == "200");
    CHECK(all.seen.frames.count() == 0);
}

TEST_CASE("what a coroutine throws is the call's error, and arguments are checked first",
          "[live]") {
    const live_house all;
    const auto thrown = all.call("main.App.Throws");
    CHECK(thrown.why.code == errc::app_error);
    CHECK(thrown.why.message == "out of paper");
    CHECK(thrown.why.data == R"({"type":"std::runtime_error"})");
    const auto wrong = all.call("main.App.Crunch", R"(["many","x"])");
    CHECK(wrong.why.code == errc::bad_arguments);
    CHECK_THAT(wrong.why.message, Contains("argument 1"));
    CHECK_THAT(all.call("main.App.Crunch", "[1]").why.message,
               Contains("received 1 arguments to method 'main.App.Crunch', expected 2"));
    CHECK(all.seen.frames.count() == 0);
}

TEST_CASE("a hundred coroutines wait on four threads", "[live]") {
    live_house all;
    tally done;
    for (int i = 0; i < 100; ++i)
        all.tool->call("main.App.Crunch", R"([20,"x"])", {30s},
                       [&](client::reply const& how) { done.add(how.ok ? 1 : 1'000); });
    CHECK(done.wait_for(100));
    CHECK(all.seen.frames.wait_for(0));
}

TEST_CASE("a call that is taken back ends its coroutine where it waits, and tells a function",
          "[live]") {
    live_house all;
    const std::string name =
        GENERATE(as<std::string>{}, "main.App.Sleeps", "quick.App.Sleeps", "main.App.Blocks");
    const auto how = GENERATE(0, 1, 2);
    auto caller = all.house.connect();
    waited answer;
    const auto id = caller->call(name, "[]", {how == 1 ? 300ms : 0ms}, answer.handler());
    REQUIRE(all.seen.begun.wait_for(1));
    if (how == 0) caller->cancel(id);
    if (how == 2) caller.reset();
    const auto expected = how == 0   ? errc::cancelled
                          : how == 1 ? errc::timeout
                                     : errc::backend_gone;
    CHECK(answer.get().why.code == expected);
    CHECK(all.seen.cancelled.wait_for(1));
    CHECK(all.seen.frames.wait_for(0));
    CHECK(all.call("main.App.Plain", "[1]").json == "2");
}

TEST_CASE("a function sees how long its caller waits, and who that is", "[live]") {
    const live_house all;
    CHECK(all.call("main.App.Patience").json == "[true,true]");
    waited answer;
    all.tool->call("main.App.Patience", "[]", {}, answer.handler());
    CHECK(answer.get().json == "[false,false]");
    const auto mine = all.call("main.App.Caller").json;
    CHECK(mine == all.call("quick.App.Caller").json);
    CHECK(mine == std::to_string(raw(all.tool->session())));
    const auto other = all.house.connect();
    CHECK(other->call_wait("main.App.Caller", "[]", {30s}).json != mine);
}

TEST_CASE("progress comes before the answer, in order, to who listens", "[live]") {
    const live_house all;
    std::vector<int> heard;
    waited answer;
    all.tool->call(
        "main.App.Crunch", R"([5,"x"])", {},
        {.on_progress =
             [&](std::string_view json) { heard.push_back(std::stoi(std::string{json})); }},
        answer.handler());
    CHECK(answer.get().ok);
    CHECK(heard == std::vector<int>{0, 1, 2, 3, 4});
}

TEST_CASE("a later answer comes from anywhere, once", "[live]") {
    live_house all;
    waited first, second;
    all.tool->call("main.App.Later", "[1]", {}, first.handler());
    all.tool->call("quick.App.Later", "[2]", {}, second.handler());
    REQUIRE(all.seen.replies.wait_for(2));
    std::thread elsewhere{[&] {
        const std::lock_guard lock{all.seen.mutex};
        all.seen.owed[0]("done");
        all.seen.owed[0]("again");
        all.seen.owed[1].fail(std::runtime_error{"no"});
        all.seen.owed[1]("too late");
    }};
    elsewhere.join();
    // The pool and the loop may have begun them in either order.
    auto one = first.get(), other = second.get();
    if (!one.ok) std::swap(one, other);
    CHECK(one.json == R"("done")");
    CHECK(other.why.message == "no");
}

TEST_CASE("who drops a later answer, or throws, has answered", "[live]") {
    live_house all;
    waited answer;
    all.tool->call("main.App.Later", "[1]", {}, answer.handler());
    REQUIRE(all.seen.replies.wait_for(1));
    {
        const std::lock_guard lock{all.seen.mutex};
        all.seen.owed.clear();
    }
    CHECK(answer.get().why.message == "the handler ended without an answer");
    CHECK(all.call("main.App.Later", "[-1]").why.message == "a negative wait");
}

TEST_CASE("a later answer is safe after its call and its plugin have ended", "[live]") {
    std::vector<reply_to<std::string>> kept;
    {
        live_house all;
        waited answer;
        const auto id = all.tool->call("main.App.Later", "[1]", {}, answer.handler());
        REQUIRE(all.seen.replies.wait_for(1));
        all.tool->cancel(id);
        CHECK(answer.get().why.code == errc::cancelled);
        const std::lock_guard lock{all.seen.mutex};
        kept.swap(all.seen.owed);
    }
    CHECK(kept.front().context().cancelled());
    kept.front()("nobody hears it");
}
