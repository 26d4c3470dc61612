// SPDX-License-Identifier: MIT
//
// account_test — bounds, and pressure, which is told once a rise.
#include "broker/accounting/account.hpp"
#include "tests/support/catch.hpp"

#include <vector>

using namespace fairlead::broker::accounting;
using std::chrono::milliseconds;

namespace {

struct news {
    explicit news(peer_limits const& limits) : of{limits} {}
    std::vector<pressure> take(milliseconds at = milliseconds{0}) {
        std::vector<pressure> all;
        of.take_news(account::time_point{at}, [&](pressure const& one) { all.push_back(one); });
        return all;
    }
    account of;
};

}  // namespace

TEST_CASE("what is used is bounded, and a sum does not wrap", "[broker][accounting]") {
    account one{{.calls = 2, .blob_bytes = 100}};
    one.take(resource::calls, 2);
    CHECK_FALSE(one.has_room(resource::calls));
    one.give_back(resource::calls);
    CHECK(one.has_room(resource::calls));
    one.take(resource::blob_bytes, 60);
    CHECK_FALSE(one.has_room(resource::blob_bytes, ~std::uint64_t{0}));
    CHECK_FALSE(one.has_room(resource::blob_bytes, 41));
    CHECK(one.has_room(resource::blob_bytes, 40));
}

TEST_CASE("pressure is told at three quarters, and says since when a half has been used",
          "[broker][accounting]") {
    news one{{.calls = 8}};
    one.of.take(resource::calls, 3);
    CHECK_FALSE(one.of.has_news());
    one.of.take(resource::calls);
    CHECK(one.of.has_news());
    CHECK(one.take(milliseconds{100}).empty());
    one.of.take(resource::calls, 2);
    const auto told = one.take(milliseconds{350});
    REQUIRE(told.size() == 1);
    CHECK(told[0].what == resource::calls);
    CHECK(told[0].used == 6);
    CHECK(told[0].bound == 8);
    CHECK(told[0].since == milliseconds{250});
}

TEST_CASE("pressure is told once, until less than a half has been used", "[broker][accounting]") {
    news one{{.calls = 8}};
    one.of.take(resource::calls, 8);
    CHECK(one.take().size() == 1);
    one.of.give_back(resource::calls, 4);
    one.of.take(resource::calls, 4);
    CHECK_FALSE(one.of.has_news());
    one.of.give_back(resource::calls, 5);
    one.of.take(resource::calls, 4);
    CHECK(one.take().size() == 1);
}

TEST_CASE("a rise that was over before it could be told is none", "[broker][accounting]") {
    news one{{.calls = 8}};
    one.of.take(resource::calls, 8);
    one.of.give_back(resource::calls, 8);
    CHECK(one.take().empty());
    one.of.take(resource::calls, 6);
    CHECK(one.take().size() == 1);
}

TEST_CASE("what is measured rises and falls the same", "[broker][accounting]") {
    news one{{}};
    const auto bound = one.of.bound(resource::queue_bytes);
    one.of.set(resource::queue_bytes, bound);
    CHECK(one.take().size() == 1);
    one.of.set(resource::queue_bytes, bound / 2);
    one.of.set(resource::queue_bytes, bound);
    CHECK(one.take().empty());
    one.of.set(resource::queue_bytes, 0);
    one.of.set(resource::queue_bytes, bound);
    CHECK(one.take().size() == 1);
}
