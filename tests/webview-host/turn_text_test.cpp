// SPDX-License-Identifier: MIT
//
// turn_text — neighbours in one text must not touch each other.
#include "tests/support/catch.hpp"
#include "webview-host/inpage/plain_string.hpp"
#include "webview-host/inpage/turn_text.hpp"

#include <fairlead/wire/frame_codec.hpp>

using namespace fairlead;
using namespace fairlead::page;
using added = turn_text::added;

TEST_CASE("a text is closed in itself when nothing in it reaches its neighbours", "[inpage]") {
    for (std::string_view json : {"1", "\"a,b]\"", "[1,[2,{\"x\":\"}\"}]]", "{\"a\":\"\\\"\"}",
                                  "null", " {} ", "\"\\\\\""}) {
        INFO(json);
        CHECK(is_closed_in_itself(json));
    }
    for (std::string_view json :
         {"", "1,2", "[1", "1]", "][", "}{", "\"a", "\"a\\\"", "[\"]", "{}}", "\"\\", "[1],[2]"}) {
        INFO(json);
        CHECK_FALSE(is_closed_in_itself(json));
    }
}

TEST_CASE("items become one array", "[inpage]") {
    turn_text text{1'000};
    CHECK(text.add({7, 0, 3, "\"x\""}) == added::yes);
    CHECK(text.add({0, event_code, 9, "[1]"}) == added::yes);
    CHECK(text.text() == R"([7,0,3,"x",0,-2,9,[1]])");
    const auto items = text.items();
    REQUIRE(items.size() == 2);
    CHECK(items[0].value == "\"x\"");
    CHECK(items[1].value == "[1]");
    CHECK(items[1].code == event_code);
    text.clear();
    CHECK(text.is_empty());
    CHECK(text.add({1, 0, 0, "2"}) == added::yes);
    CHECK(text.text() == "[1,0,0,2]");
}

TEST_CASE("a call that the page serves has a text for its number", "[inpage]") {
    turn_text text{1'000};
    CHECK(text.add({0xffff'ffff'ffff'ffff, served_code, route_of(3, 5), "[1]", true}) ==
          added::yes);
    CHECK(text.add({7, item_code, route_of(std::uint64_t{1} << 40, 0), "2"}) == added::yes);
    CHECK(text.text() == R"(["18446744073709551615",-8,101,[1],7,-4,35184372088832,2])");
}

TEST_CASE("what does not fit waits for the next text, what never fits goes alone", "[inpage]") {
    turn_text text{200};
    const std::string half(100, '1'), whole(200, '1'), huge(1u << 20, '1');
    CHECK(text.add({1, 0, 0, half}) == added::yes);
    CHECK(text.add({2, 0, 0, half}) == added::full);
    text.clear();
    CHECK(text.add({2, 0, 0, half}) == added::yes);
    text.clear();
    CHECK(text.add({3, 0, 0, whole}) == added::alone);
    CHECK(turn_text{4u << 20}.add({3, 0, 0, huge}) == added::alone);
    CHECK(text.add({3, 0, 0, "1,2"}) == added::alone);
    CHECK(text.is_empty());
}

TEST_CASE("an error frame's value has its message, and its data if that is one value", "[inpage]") {
    const auto value = [](std::string_view message, std::string_view data) {
        const std::string payload = std::string{message} + std::string{data};
        wire::frame_header header;
        header.kind = wire::frame_kind::error;
        header.aux = message.size();
        return error_value({header, wire::as_bytes(payload)});
    };
    CHECK(value("no \"way\"", "") == R"({"message":"no \"way\""})");
    CHECK(value("no", "[1]") == R"({"message":"no","data":[1]})");
    CHECK(value("no", "1,\"x\":2") == R"({"message":"no"})");
}

TEST_CASE("a plain string is one whose value stands between its quotes", "[inpage]") {
    const std::string long_one(10'000, 'x');
    for (std::string const& json :
         {std::string{"\"\""}, std::string{"\"abc é, {}\""}, "\"" + long_one + "\""}) {
        INFO(json);
        CHECK(is_plain_string(json));
    }
    for (std::string const& json :
         {std::string{}, std::string{"\""}, std::string{"1"}, std::string{"\"a\\n\""},
          std::string{"\"a\",\"b\""}, std::string{"\"a\nb\""}, "\"" + long_one + "\\\"\"",
          "\"" + long_one}) {
        INFO(json);
        CHECK_FALSE(is_plain_string(json));
    }
}
