// SPDX-License-Identifier: MIT
//
// slot_map_test — a key that comes back late finds nothing.
#include "tests/protocol/support/bytes.hpp"
#include "tests/support/catch.hpp"

#include <fairlead/vocabulary/slot_map.hpp>

#include <map>
#include <memory>
#include <string>

using fairlead::slot_map;

TEST_CASE("a value is found by its key", "[vocabulary]") {
    slot_map<std::string> map;
    const auto one = map.insert("one"), two = map.insert("two");
    REQUIRE(map.find(one) != nullptr);
    CHECK(*map.find(one) == "one");
    CHECK(*map.find(two) == "two");
    CHECK(map.size() == 2);
}

TEST_CASE("a key is never 0, and never that of another value", "[vocabulary]") {
    slot_map<int> map;
    std::map<std::uint64_t, int> seen;
    for (int i = 0; i < 1'000; ++i) {
        const auto key = map.insert(i);
        CHECK(key != 0);
        CHECK(seen.emplace(key, i).second);
        if (i % 3 == 0) map.take(key);  // Its slot is used again, its key is not.
    }
}

TEST_CASE("a value can be taken once", "[vocabulary]") {
    slot_map<std::string> map;
    const auto key = map.insert("once");
    CHECK(map.take(key) == "once");
    CHECK(map.take(key) == std::nullopt);
    CHECK(map.find(key) == nullptr);
    CHECK(map.size() == 0);
}

TEST_CASE("a key does not find who lives in its slot now", "[vocabulary]") {
    slot_map<std::string> map;
    const auto late = map.insert("before");
    map.take(late);
    const auto now = map.insert("after");
    CHECK(static_cast<std::uint32_t>(late) == static_cast<std::uint32_t>(now));  // The same slot.
    CHECK(map.find(late) == nullptr);
    CHECK(map.take(late) == std::nullopt);
    CHECK(*map.find(now) == "after");
}

TEST_CASE("a key that a stranger made up finds nothing", "[vocabulary]") {
    slot_map<int> map;
    const auto key = map.insert(1);
    for (const std::uint64_t made_up :
         {std::uint64_t{0}, std::uint64_t{1}, key + 1, key + (std::uint64_t{1} << 32), key >> 32,
          std::uint64_t{0xffff'ffff}, ~std::uint64_t{0}}) {
        CAPTURE(made_up);
        CHECK(map.find(made_up) == nullptr);
        CHECK(map.take(made_up) == std::nullopt);
    }
    CHECK(map.size() == 1);
}

TEST_CASE("values that can only be moved are welcome", "[vocabulary]") {
    slot_map<std::unique_ptr<int>> map;
    const auto key = map.insert(std::make_unique<int>(7));
    auto taken = map.take(key);
    REQUIRE(taken.has_value());
    CHECK(**taken == 7);
}

TEST_CASE("a value goes when it is taken, not when its slot is used again", "[vocabulary]") {
    slot_map<std::shared_ptr<int>> map;
    const auto value = std::make_shared<int>(1);
    const auto key = map.insert(value);
    CHECK(value.use_count() == 2);
    map.take(key);
    CHECK(value.use_count() == 1);
}

TEST_CASE("a visit sees each value with its key", "[vocabulary]") {
    slot_map<int> map;
    std::map<std::uint64_t, int> expected, seen;
    for (int i = 0; i < 10; ++i) expected.emplace(map.insert(i), i);
    const auto gone = expected.begin()->first;
    map.take(gone);
    expected.erase(gone);
    map.for_each([&](std::uint64_t key, int& value) {
        seen.emplace(key, value);
        value = -value;
    });
    CHECK(seen == expected);
    for (auto const& [key, value] : expected) CHECK(*map.find(key) == -value);
}

TEST_CASE("a slot map is a map whose keys are given out", "[vocabulary]") {
    slot_map<std::uint64_t> map;
    std::map<std::uint64_t, std::uint64_t> model;
    fairlead::tests::numbers random{5};
    bool agrees = true;
    for (std::uint64_t step = 0; step < 20'000; ++step) {
        if (model.empty() || random.below(2) == 0) {
            agrees = agrees && model.emplace(map.insert(step), step).second;
        } else {
            auto one = std::next(model.begin(), static_cast<std::ptrdiff_t>(random.below(
                                                    std::min<std::size_t>(model.size(), 16))));
            agrees = agrees && map.take(one->first) == one->second;
            model.erase(one);
        }
        agrees = agrees && map.size() == model.size();
    }
    CHECK(agrees);
    for (auto const& [key, value] : model) REQUIRE(*map.find(key) == value);
}
