// SPDX-License-Identifier: MIT
//
// asio — calls, serving and events on a loop that is not the connection's, through a real broker.
#include "tests/support/catch.hpp"
#include "tests/system/broker_app.hpp"

#include <fairlead/asio.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>

#include <thread>

using namespace fairlead;
using namespace fairlead::tests;

namespace asio = boost::asio;

namespace {

struct looping_app : broker_app {
    asio::io_context loop;
    std::unique_ptr<client::connection> server = client::connection::connect(
        {.socket = broker.socket(), .role = wire::peer_role::plugin, .name = "server"});
    std::unique_ptr<client::connection> asker = client::connection::connect(
        {.socket = broker.socket(), .role = wire::peer_role::tool, .name = "asker"});
    client::call_options patient{patience()};

    ~looping_app() {
        asker.reset();
        server.reset();
    }
    void serve(std::string const& name, client::call_handler handler) {
        std::promise<bool> taken;
        server->offer(name, std::move(handler),
                      [&](client::reply const& reply) { taken.set_value(reply.ok); });
        REQUIRE(taken.get_future().get());
        server->ready();
    }
    /// Runs the loop on this thread until `done`.
    template <class Condition>
    void run_until(Condition done) {
        const auto until = std::chrono::steady_clock::now() + patience();
        while (!done() && std::chrono::steady_clock::now() < until) {
            loop.restart();
            loop.run_one_for(std::chrono::milliseconds{20});
        }
        REQUIRE(done());
    }
};

void echo(client::incoming_call&& call) { call.answer.result(call.args, call.attachments); }

}  // namespace

TEST_CASE("a coroutine awaits a call on its own loop", "[system][asio]") {
    looping_app app;
    app.serve("echo", echo);
    std::string got;
    std::thread::id where;
    asio::co_spawn(
        app.loop,
        [&]() -> asio::awaitable<void> {
            const auto answer = co_await async_call(*app.asker, "echo", R"(["Ada"])", app.patient,
                                                    asio::use_awaitable);
            where = std::this_thread::get_id();
            got = answer.json;
        },
        asio::detached);
    app.run_until([&] { return !got.empty(); });
    CHECK(got == R"(["Ada"])");
    CHECK(where == std::this_thread::get_id());
}

TEST_CASE("the loop does not end while a call is open", "[system][asio]") {
    looping_app app;
    app.serve("echo", echo);
    bool answered = false;
    async_call(*app.asker, "echo", "[1]", app.patient,
               asio::bind_executor(app.loop, [&](client::connection::answer const& answer) {
                   answered = answer.ok;
               }));
    app.loop.run();  // Returns at once when nothing holds it.
    CHECK(answered);
}

TEST_CASE("a future gets an answer, failures are values, attachments come along",
          "[system][asio]") {
    looping_app app;
    app.serve("echo", echo);
    const bytes attached[] = {bytes::copy_of("knots")};
    auto future = async_call(*app.asker, "echo", R"([{"$bytes":0}])", app.patient, asio::use_future,
                             attached);
    const auto answer = future.get();
    REQUIRE(answer.attachments.size() == 1);
    CHECK(wire::as_text(answer.attachments[0].span()) == "knots");

    const auto nobody = async_call(*app.asker, "nobody", "[]", app.patient, asio::use_future).get();
    CHECK_FALSE(nobody.ok);
    CHECK(nobody.why.code == errc::no_such_method);
}

TEST_CASE("Asio's cancellation takes the call back", "[system][asio]") {
    looping_app app;
    std::optional<client::responder> kept;
    app.serve("never", calls_on(app.loop, [&](client::incoming_call&& call) {
                  kept = std::move(call.answer);
              }));
    asio::cancellation_signal stop;
    std::optional<errc> ended;
    async_call(*app.asker, "never", "[]", app.patient,
               asio::bind_cancellation_slot(
                   stop.slot(),
                   asio::bind_executor(app.loop, [&](client::connection::answer const& answer) {
                       ended = answer.why.code;
                   })));
    app.run_until([&] { return kept.has_value(); });
    stop.emit(asio::cancellation_type::terminal);
    app.run_until([&] { return ended.has_value(); });
    CHECK(ended == errc::cancelled);
    kept->result("null");  // Too late, and harmless.
}

TEST_CASE("a call that is open when its connection goes completes, and can be cancelled after",
          "[system][asio]") {
    looping_app app;
    app.serve("never", calls_on(app.loop, [](client::incoming_call&&) { FAIL("nobody runs it"); }));
    asio::cancellation_signal stop;
    asio::io_context other;
    std::optional<errc> ended;
    async_call(
        *app.asker, "never", "[]", app.patient,
        asio::bind_cancellation_slot(
            stop.slot(), asio::bind_executor(other, [&](client::connection::answer const& answer) {
                ended = answer.why.code;
            })));
    app.asker.reset();
    stop.emit(asio::cancellation_type::terminal);
    other.run();
    CHECK(ended == errc::backend_gone);
}

TEST_CASE("calls are handled on the loop, and refused when too many wait", "[system][asio]") {
    looping_app app;
    std::thread::id where;
    app.serve("slow", calls_on(
                          app.loop,
                          [&](client::incoming_call&& call) {
                              where = std::this_thread::get_id();
                              echo(std::move(call));
                          },
                          1));
    auto first = async_call(*app.asker, "slow", R"(["a"])", app.patient, asio::use_future);
    // In the order of the ring: this one finds the place taken, as the loop does not run yet.
    const auto second = async_call(*app.asker, "slow", "[]", app.patient, asio::use_future).get();
    CHECK(second.why.code == errc::overloaded);
    app.run_until(
        [&] { return first.wait_for(std::chrono::seconds{0}) == std::future_status::ready; });
    CHECK(first.get().json == R"(["a"])");
    CHECK(where == std::this_thread::get_id());
}

TEST_CASE("events are heard on the loop, in order", "[system][asio]") {
    looping_app app;
    std::string heard;
    std::promise<bool> listening;
    app.server->subscribe("knot",
                          events_on(app.loop,
                                    [&](std::string_view topic, std::string_view data) {
                                        heard += std::string{topic} + std::string{data};
                                    }),
                          [&](client::reply const& reply) { listening.set_value(reply.ok); });
    REQUIRE(listening.get_future().get());
    app.asker->emit("knot", "[1]");
    app.asker->emit("knot", "[2]");
    app.run_until([&] { return heard.size() >= 14; });
    CHECK(heard == "knot[1]knot[2]");
}
