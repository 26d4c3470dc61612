// SPDX-License-Identifier: MIT
//
// call_pool — slow calls hold up nobody, and what waits is bounded.
#include "client-sdk/src/call_pool.hpp"

#include "tests/support/catch.hpp"

#include <future>

using fairlead::call_pool;
using fairlead::request_id;
using namespace std::chrono_literals;

namespace {

constexpr auto long_enough = 10s;

/// A call that runs until it is let go.
class gate {
public:
    std::function<void()> work() {
        return [this] {
            begun_.set_value();
            open_.get_future().wait_for(long_enough);
        };
    }
    bool wait_begun() {
        return begun_.get_future().wait_for(long_enough) == std::future_status::ready;
    }
    void open() { open_.set_value(); }

private:
    std::promise<void> begun_, open_;
};

}  // namespace

TEST_CASE("a slow call does not hold up a quick one", "[pool]") {
    gate slow;  // Before the pool, whose destructor waits for it.
    std::promise<void> quick;
    call_pool pool{2, 8};
    REQUIRE(pool.try_run(request_id{1}, slow.work()));
    REQUIRE(slow.wait_begun());
    REQUIRE(pool.try_run(request_id{2}, [&] { quick.set_value(); }));
    CHECK(quick.get_future().wait_for(long_enough) == std::future_status::ready);
    slow.open();
}

TEST_CASE("a full queue refuses", "[pool]") {
    gate slow;
    call_pool pool{1, 2};
    REQUIRE(pool.try_run(request_id{1}, slow.work()));
    REQUIRE(slow.wait_begun());
    CHECK(pool.try_run(request_id{2}, [] {}));
    CHECK(pool.try_run(request_id{3}, [] {}));
    CHECK_FALSE(pool.try_run(request_id{4}, [] {}));
    slow.open();
}

TEST_CASE("a cancelled call that waits never runs", "[pool]") {
    gate slow;
    bool ran = false;
    call_pool pool{1, 8};
    REQUIRE(pool.try_run(request_id{1}, slow.work()));
    REQUIRE(slow.wait_begun());
    REQUIRE(pool.try_run(request_id{2}, [&] { ran = true; }));
    pool.cancel(request_id{2});
    slow.open();
    REQUIRE(pool.wait_idle(long_enough));
    CHECK_FALSE(ran);
}

TEST_CASE("waiting for idleness gives up in time", "[pool]") {
    gate slow;
    call_pool pool{1, 8};
    CHECK(pool.wait_idle(0ms));
    REQUIRE(pool.try_run(request_id{1}, slow.work()));
    REQUIRE(slow.wait_begun());
    CHECK_FALSE(pool.wait_idle(1ms));
    slow.open();
    CHECK(pool.wait_idle(long_enough));
}
