// SPDX-License-Identifier: MIT
//
// trace_context_test — ids of a traceparent, and points of a call, as text and as payload.
#include <fairlead/wire/timing.hpp>
#include <fairlead/wire/trace_context.hpp>

#include "tests/support/catch.hpp"

#include <string>
#include <vector>

using namespace fairlead::wire;

namespace {

constexpr std::string_view good = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

}  // namespace

TEST_CASE("a traceparent is read and written as it is", "[wire][trace]") {
    const auto ids = trace_context::parse(good);
    REQUIRE(ids);
    CHECK(ids->trace[0] == 0x0a);
    CHECK(ids->trace[15] == 0x9c);
    CHECK(ids->span[0] == 0xb7);
    CHECK(ids->flags == 1);
    CHECK(ids->to_text() == good);
}

TEST_CASE("what is no traceparent is refused", "[wire][trace]") {
    const auto with = [](std::size_t at, char letter) {
        std::string text{good};
        text[at] = letter;
        return text;
    };
    const std::vector<std::string> wrong{
        "",
        std::string{good.substr(0, 54)},
        std::string{good} + "0",
        std::string{good} + "-00",  // Of version 0 nothing follows.
        "ff" + std::string{good.substr(2)},
        with(2, '_'),
        with(35, '0'),
        with(52, ' '),
        with(5, 'F'),  // Capitals are none of its digits.
        with(40, 'g'),
        with(54, '-'),
        "00-" + std::string(32, '0') + "-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-" + std::string(16, '0') + "-01",
    };
    for (auto const& text : wrong) {
        CAPTURE(text);
        CHECK_FALSE(trace_context::parse(std::string_view{text}));
    }
    // Of a later version that much is the same.
    const auto later = "01" + std::string{good.substr(2)};
    CHECK(trace_context::parse(std::string_view{later + "-more"}));
    CHECK_FALSE(trace_context::parse(std::string_view{later + "more"}));
}

TEST_CASE("a payload keeps the ids, and one without ids is none", "[wire][trace]") {
    const auto ids = trace_context::parse(good).value();
    auto payload = ids.to_payload();
    CHECK(trace_context::parse(payload) == ids);
    CHECK_FALSE(trace_context::parse(std::span<const std::byte>{payload}.first(31)));
    for (auto& one : std::span{payload}.first(16)) one = std::byte{0};
    CHECK_FALSE(trace_context::parse(payload));
}

TEST_CASE("a child is of the same trace", "[wire][trace]") {
    const auto parent = trace_context::parse(good).value();
    const auto child = parent.child(0x1234);
    CHECK(child.trace == parent.trace);
    CHECK(child.flags == parent.flags);
    CHECK(child.span != parent.span);
    CHECK(trace_context::parse(parent.child(0).to_payload()));  // Never without an id.
}

TEST_CASE("points are four numbers, whatever stands in them", "[wire][trace]") {
    const call_points points{1, 2, 2, ~std::uint64_t{0}};
    CHECK(parse_points(as_bytes(points)) == points);
    CHECK(is_in_order(points));
    CHECK_FALSE(is_in_order({2, 1, 3, 4}));
    CHECK_FALSE(parse_points(as_bytes(points).first(24)));
}
