// SPDX-License-Identifier: MIT
//
// topic_table — who here listens to what.
#include "client-sdk/src/connection/topic_table.hpp"

#include "tests/support/catch.hpp"

using fairlead::route_id;
using fairlead::client::topic_table;

TEST_CASE("only the first handler of a topic is news for the broker", "[topics]") {
    topic_table topics;
    CHECK(topics.add("tick", [](auto, auto) {}));
    CHECK_FALSE(topics.add("tick", [](auto, auto) {}));
    CHECK(topics.find("tick")->handlers.size() == 2);
}

TEST_CASE("a topic is found by the route that the broker gave it", "[topics]") {
    topic_table topics;
    topics.add("tick", [](auto, auto) {});
    CHECK(topics.find(route_id{5}) == nullptr);
    topics.learn_route("tick", route_id{5});
    CHECK(topics.find(route_id{5})->name == "tick");
}

TEST_CASE("a topic that ends is found neither by name nor by route", "[topics]") {
    topic_table topics;
    topics.add("tick", [](auto, auto) {});
    topics.learn_route("tick", route_id{5});
    CHECK(topics.remove("tick"));
    CHECK_FALSE(topics.remove("tick"));
    CHECK(topics.find("tick") == nullptr);
    CHECK(topics.find(route_id{5}) == nullptr);
}

TEST_CASE("a snapshot outlives changes to its topic", "[topics]") {
    topic_table topics;
    topics.add("tick", [](auto, auto) {});
    const auto before = topics.find("tick");
    topics.add("tick", [](auto, auto) {});
    topics.remove("tick");
    CHECK(before->handlers.size() == 1);
}
