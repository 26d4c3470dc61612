// SPDX-License-Identifier: MIT
//
// broker_return — a host without a broker waits for the next one, beside its main thread.
#include "tests/support/broker_process.hpp"
#include "tests/support/catch.hpp"
#include "webview-host/bridge/broker_return.hpp"
#include "webview-host/loop/queue_main_thread.hpp"

using namespace fairlead;
using namespace fairlead::tests;
using namespace std::chrono_literals;

namespace {

client::connect_options as_window(broker_process const& broker) {
    return {.socket = broker.socket(),
            .role = wire::peer_role::host,
            .name = "window",
            .token = broker.host_token()};
}

}  // namespace

TEST_CASE("a host whose broker was killed finds the next one", "[system]") {
    const temporary_directory folder;
    host::queue_main_thread thread;
    std::unique_ptr<client::connection> found;
    std::thread::id told_on;
    broker_process first{folder};
    first.wait_until_ready();
    host::broker_return waiting{as_window(first), thread};
    first.signal(SIGKILL);
    first.wait_for_end();

    waiting.wait_for_it(patience(), [&](std::unique_ptr<client::connection> came) {
        told_on = std::this_thread::get_id();
        found = std::move(came);
        thread.quit(0);
    });
    broker_process second{folder};
    second.wait_until_ready();
    CHECK(thread.run() == 0);
    REQUIRE(found);
    CHECK(found->is_open());
    CHECK(found->app() == "test-app");
    CHECK(told_on == std::this_thread::get_id());
}

TEST_CASE("a host without a broker is told when its patience is over", "[system]") {
    host::queue_main_thread thread;
    host::broker_return waiting{{.socket = "/nowhere/broker.sock"}, thread};
    std::optional<bool> came;
    waiting.wait_for_it(100ms, [&](std::unique_ptr<client::connection> one) {
        came = one != nullptr;
        thread.quit(0);
    });
    thread.run();
    CHECK(came == false);
}

TEST_CASE("whoever leaves while it waits for a broker is not kept, and not told", "[system]") {
    host::queue_main_thread thread;
    int told = 0;
    {
        host::broker_return waiting{{.socket = "/nowhere/broker.sock"}, thread};
        waiting.wait_for_it(1h, [&](std::unique_ptr<client::connection>) { ++told; });
    }
    thread.post([&] { thread.quit(0); });
    thread.run();
    CHECK(told == 0);
}
