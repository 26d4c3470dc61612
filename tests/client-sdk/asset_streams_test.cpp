// SPDX-License-Identifier: MIT
//
// asset_streams_test — bodies that are made while they are read.
#include "client-sdk/src/asset_streams.hpp"
#include "tests/support/catch.hpp"

#include <stdexcept>
#include <string>
#include <string_view>

using namespace fairlead;

namespace {

std::string text_of(bytes const& piece) {
    return {reinterpret_cast<char const*>(piece.data()), piece.size()};
}

/// "one", "two", then the end; counts how often it was asked.
http_response counting(std::shared_ptr<int> asked) {
    return http_response::stream("text/plain", [asked = std::move(asked)] {
        constexpr std::array<std::string_view, 3> pieces{"one", "two", ""};
        return bytes::copy_of(pieces.at(static_cast<std::size_t>((*asked)++)));
    });
}

}  // namespace

TEST_CASE("a piece is made when it is asked for, and not before", "[sdk]") {
    asset_streams streams;
    const auto asked = std::make_shared<int>(0);
    REQUIRE(streams.open("a", counting(asked)));
    CHECK(*asked == 0);
    CHECK(text_of(streams.read("a", 0, 100)) == "one");
    CHECK(*asked == 1);
    CHECK(text_of(streams.read("a", 3, 100)) == "two");
    CHECK(streams.read("a", 6, 100).empty());
    CHECK(streams.count() == 0);
    CHECK(asked.use_count() == 1);  // The author's function has gone.
    CHECK_THROWS_AS(streams.read("a", 6, 100), std::out_of_range);
}

TEST_CASE("a piece that is larger than wanted is given in parts", "[sdk]") {
    asset_streams streams;
    const auto asked = std::make_shared<int>(0);
    REQUIRE(streams.open("a", counting(asked)));
    CHECK(text_of(streams.read("a", 0, 2)) == "on");
    CHECK(text_of(streams.read("a", 2, 2)) == "e");
    CHECK(*asked == 1);
    CHECK(text_of(streams.read("a", 3, 2)) == "tw");
}

TEST_CASE("a body is read from front to end, unless it can be read anywhere", "[sdk]") {
    asset_streams streams;
    REQUIRE(streams.open("a", counting(std::make_shared<int>(0))));
    CHECK_THROWS_AS(streams.read("a", 1, 100), std::out_of_range);
    REQUIRE(streams.open("b", http_response::seekable("a/b", 10, [](auto offset, auto count) {
                             return bytes::copy_of(std::string_view{"0123456789"}.substr(
                                 offset, count + 5));  // More than was asked for.
                         })));
    CHECK(text_of(streams.read("b", 7, 2)) == "78");
    CHECK(text_of(streams.read("b", 0, 2)) == "01");
}

TEST_CASE("a body that is closed lets go of its function, also before it was opened", "[sdk]") {
    asset_streams streams;
    const auto asked = std::make_shared<int>(0);
    REQUIRE(streams.open("a", counting(asked)));
    streams.close("a");
    CHECK(asked.use_count() == 1);
    streams.close("b");
    REQUIRE(streams.open("b", counting(asked)));
    CHECK(asked.use_count() == 1);
    CHECK(streams.count() == 0);
    REQUIRE(streams.open("b", counting(asked)));
    CHECK(streams.count() == 1);
}

TEST_CASE("no more bodies are open than there may be, and few closings are remembered", "[sdk]") {
    asset_streams streams;
    const auto asked = std::make_shared<int>(0);
    for (std::size_t i = 0; i < asset_streams::open_max; ++i)
        REQUIRE(streams.open(std::to_string(i), counting(asked)));
    CHECK_FALSE(streams.open("one more", counting(asked)));
    streams.close("7");
    CHECK(streams.open("one more", counting(asked)));
    for (int i = 0; i < 1'000; ++i) streams.close("never " + std::to_string(i));
    streams.close("8");
    CHECK(streams.open("never 0", counting(asked)));  // Forgotten: opened like any other.
    CHECK_FALSE(streams.open("never again", counting(asked)));
}

TEST_CASE("what an author's function throws goes on, and the body stays until it is closed",
          "[sdk]") {
    asset_streams streams;
    REQUIRE(streams.open(
        "a", http_response::stream("a/b", []() -> bytes { throw std::runtime_error{"torn"}; })));
    CHECK_THROWS_AS(streams.read("a", 0, 10), std::runtime_error);
    CHECK(streams.count() == 1);
    streams.close("a");
    CHECK(streams.count() == 0);
}
