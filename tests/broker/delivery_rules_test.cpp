// SPDX-License-Identifier: MIT
//
// delivery_rules_test — which rule counts for a topic.
#include "broker/routing/delivery_rules.hpp"
#include "broker/routing/loss_notice.hpp"
#include "tests/support/catch.hpp"

using namespace fairlead;
using namespace std::chrono_literals;
using broker::routing::delivery;
using broker::routing::delivery_rules;

TEST_CASE("without rules the oldest event makes room", "[broker][routing]") {
    delivery_rules none;
    CHECK(none.of("any") == delivery::drop_oldest);
    CHECK(none.of(route_id{7}, "any") == delivery::drop_oldest);
}

TEST_CASE("the longest rule that fits counts, a topic's own first", "[broker][routing]") {
    const delivery_rules rules{{{"*", delivery::cut},
                                {"sensor/*", delivery::keep_latest},
                                {"sensor/alarm*", delivery::block},
                                {"sensor/alarm", delivery::drop_oldest},
                                {"sensor/", delivery::cut}}};
    CHECK(rules.of("other") == delivery::cut);
    CHECK(rules.of("sensor") == delivery::cut);
    CHECK(rules.of("sensor/") == delivery::cut);
    CHECK(rules.of("sensor/a") == delivery::keep_latest);
    CHECK(rules.of("sensor/alarms") == delivery::block);
    CHECK(rules.of("sensor/alarm") == delivery::drop_oldest);
}

TEST_CASE("a topic's own rule is for it alone", "[broker][routing]") {
    const delivery_rules rules{{{"ledger", delivery::block}}};
    CHECK(rules.of("ledger") == delivery::block);
    CHECK(rules.of("ledger/x") == delivery::drop_oldest);
    CHECK(rules.of("ledge") == delivery::drop_oldest);
}

TEST_CASE("by number a topic's name is looked at once", "[broker][routing]") {
    delivery_rules rules{{{"ledger", delivery::block}}};
    CHECK(rules.of(route_id{3}, "ledger") == delivery::block);
    CHECK(rules.of(route_id{3}, "not looked at") == delivery::block);
    CHECK(rules.of(route_id{1}, "other") == delivery::drop_oldest);
    CHECK(rules.of(no_route, "ledger") == delivery::block);
    CHECK(rules.of(no_route, "other") == delivery::drop_oldest);
}

TEST_CASE("losses are told at most once a second, and then all of them", "[broker][routing]") {
    broker::routing::loss_notice notice;
    const broker::routing::loss_notice::time_point start{1h};
    const auto first = notice.add({.dropped = 1, .last_key = 4}, start);
    REQUIRE(first);
    CHECK(first->dropped == 1);
    CHECK(first->last_key == 4);
    CHECK_FALSE(notice.add({.dropped = 2}, start + 1ms));
    CHECK_FALSE(notice.add({.replaced = 3}, start + 999ms));
    const auto second = notice.add({.dropped = 4, .last_key = 9}, start + 1s);
    REQUIRE(second);
    CHECK(second->dropped == 6);
    CHECK(second->replaced == 3);
    CHECK(second->last_key == 9);
    CHECK_FALSE(notice.add({.dropped = 5}, start + 1001ms));
    CHECK(notice.take().dropped == 5);
    CHECK_FALSE(notice.take());
}
