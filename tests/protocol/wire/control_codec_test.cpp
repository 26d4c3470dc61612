// SPDX-License-Identifier: MIT
//
// control_codec_test — the greeting's messages to bytes and back, and bytes that are none.
#include "tests/protocol/support/bytes.hpp"
#include "tests/support/catch.hpp"

#include <fairlead/wire/control_codec.hpp>
#include <fairlead/wire/limits.hpp>

using namespace fairlead;
using namespace fairlead::wire;
using fairlead::tests::bytes_of;
using fairlead::tests::text_of;

namespace {

hello some_hello() {
    return {.versions = {1, 3}, .role = peer_role::plugin, .name = "greeter", .token = "0123abcd"};
}

template <class Body>
Body round_trip(Body const& body) {
    const auto bytes = encode(body);
    const auto decoded = decode_control(bytes).value();
    REQUIRE(decoded.has_value());
    CHECK(decoded->consumed == bytes.size());
    return std::get<Body>(decoded->message);
}

boost::system::error_code refusal_of(std::span<const std::byte> bytes) {
    const auto decoded = decode_control(bytes);
    CHECK_FALSE(decoded.has_value());
    return decoded.error();
}

/// A message of any type and body, well formed as far as its prefix goes.
std::vector<std::byte> message_of(std::uint8_t type, std::string_view body) {
    const auto length = static_cast<std::uint32_t>(body.size());
    std::vector<std::byte> bytes(5);
    std::memcpy(bytes.data(), &length, sizeof length);
    bytes[4] = std::byte{type};
    const auto rest = bytes_of(body);
    bytes.insert(bytes.end(), rest.begin(), rest.end());
    return bytes;
}

}  // namespace

TEST_CASE("a hello lies in the stream as docs/PROTOCOL.md says", "[wire]") {
    using namespace std::string_view_literals;
    const hello message{
        .versions = {1, 2}, .role = peer_role::plugin, .name = "greeter", .token = "t0"};
    CHECK(text_of(encode(message)) == "\x16\0\0\0\x01"
                                      "FLD1"
                                      "\x01\0\x02\0"
                                      "\x02"
                                      "\x07\0greeter"
                                      "\x02\0t0"sv);
}

TEST_CASE("a hello is the same after the stream", "[wire]") {
    const auto got = round_trip(some_hello());
    CHECK(got.versions.lowest == 1);
    CHECK(got.versions.highest == 3);
    CHECK(got.role == peer_role::plugin);
    CHECK(got.name == "greeter");
    CHECK(got.token == "0123abcd");
}

TEST_CASE("a welcome is the same after the stream", "[wire]") {
    const auto got = round_trip(
        welcome{.version = 2, .session = session_id{71}, .ring_bytes = 1u << 20, .app = "shop"});
    CHECK(got.version == 2);
    CHECK(got.session == session_id{71});
    CHECK(got.ring_bytes == 1u << 20);
    CHECK(got.app == "shop");
}

TEST_CASE("a farewell is the same after the stream", "[wire]") {
    const auto got = round_trip(farewell{errc::denied, "no token, no entry"});
    CHECK(got.code == errc::denied);
    CHECK(got.reason == "no token, no entry");
}

TEST_CASE("a page is asked for, granted and refused in the same words after the stream", "[wire]") {
    const auto asked = round_trip(page_request{generation{1ull << 40}, "wails://wails"});
    CHECK(asked.page == generation{1ull << 40});
    CHECK(asked.origin == "wails://wails");
    const auto granted = round_trip(page_grant{generation{3}, session_id{71}, ring_bytes_default});
    CHECK(granted.page == generation{3});
    CHECK(granted.session == session_id{71});
    CHECK(granted.ring_bytes == ring_bytes_default);
    const auto refused = round_trip(page_refusal{generation{3}, "too many"});
    CHECK(refused.page == generation{3});
    CHECK(refused.reason == "too many");
}

TEST_CASE("a page message lies in the stream as docs/PROTOCOL.md says", "[wire]") {
    using namespace std::string_view_literals;
    CHECK(text_of(encode(page_request{generation{7}, "app://x"})) ==
          "\x11\0\0\0\x05\x07\0\0\0\0\0\0\0\x07\0app://x"sv);
    CHECK(text_of(encode(page_grant{generation{7}, session_id{2}, 1u << 20})) ==
          "\x10\0\0\0\x06\x07\0\0\0\0\0\0\0\x02\0\0\0\0\0\x10\0"sv);
    CHECK(text_of(encode(page_refusal{generation{7}, "no"})) ==
          "\x0c\0\0\0\x07\x07\0\0\0\0\0\0\0\x02\0no"sv);
}

TEST_CASE("a page without an origin that can be shown is refused", "[wire]") {
    const auto origin = GENERATE(std::string{}, std::string{"a b"}, std::string{"x\x1b[2J"},
                                 std::string{"caf\xc3\xa9"}, std::string(1, '\0'));
    CAPTURE(origin);
    CHECK_FALSE(is_valid_origin(origin));
    CHECK(refusal_of(encode(page_request{generation{1}, origin})) ==
          wire_errc::bad_control_message);
    CHECK(is_valid_origin(std::string(origin_bytes_max, 'x')));
    CHECK_FALSE(is_valid_origin(std::string(origin_bytes_max + 1, 'x')));
    CHECK(round_trip(page_request{generation{1}, std::string(origin_bytes_max, 'x')}).origin ==
          std::string(origin_bytes_max, 'x'));
    CHECK(refusal_of(message_of(5, std::string(8, '\1') + "\x01\x08" +
                                       std::string(origin_bytes_max + 1, 'x'))) ==
          wire_errc::bad_control_message);
}

TEST_CASE("a grant of rings that nobody may make is refused", "[wire]") {
    for (const std::uint32_t bytes :
         {0u, 4'096u, (1u << 20) + 8, 3u << 20, 128u << 20, 0xffff'ffffu}) {
        CAPTURE(bytes);
        CHECK(refusal_of(encode(page_grant{generation{1}, session_id{1}, bytes})) ==
              wire_errc::bad_control_message);
    }
}

TEST_CASE("a message that has not wholly arrived is waited for", "[wire]") {
    const auto bytes = encode(some_hello());
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        CAPTURE(size);
        const auto decoded = decode_control(std::span{bytes}.first(size));
        REQUIRE(decoded.has_value());
        CHECK_FALSE(decoded->has_value());
    }
}

TEST_CASE("the next message in the stream is left for the next look", "[wire]") {
    auto bytes = encode(some_hello());
    const auto first = bytes.size();
    const auto second = encode(farewell{errc::timeout, "later"});
    bytes.insert(bytes.end(), second.begin(), second.end());
    CHECK(decode_control(bytes).value()->consumed == first);
    const auto after = decode_control(std::span{bytes}.subspan(first)).value();
    CHECK(std::get<farewell>(after->message).reason == "later");
}

TEST_CASE("a control message above its bound is refused before its body has come", "[wire]") {
    std::vector<std::byte> prefix(5);
    const auto too_long = static_cast<std::uint32_t>(control_message_bytes_max + 1);
    std::memcpy(prefix.data(), &too_long, sizeof too_long);
    prefix[4] = std::byte{1};
    CHECK(refusal_of(prefix) == wire_errc::bad_control_message);
    CHECK(refusal_of(bytes_of("GET / HTTP/1.1\r\n")) == wire_errc::bad_control_message);
}

TEST_CASE("a hello that does not begin with the magic is none of ours", "[wire]") {
    auto bytes = encode(some_hello());
    bytes[5] ^= std::byte{1};
    CHECK(refusal_of(bytes) == wire_errc::bad_magic);
}

TEST_CASE("a message of an unknown type is refused", "[wire]") {
    for (const int type : {0, 99, 255}) {
        CAPTURE(type);
        CHECK(refusal_of(message_of(static_cast<std::uint8_t>(type), "")) ==
              wire_errc::bad_control_message);
    }
}

TEST_CASE("a body that ends before its fields do is refused", "[wire]") {
    const auto whole = text_of(encode(some_hello())).substr(5);
    for (std::size_t size = 4; size < whole.size(); ++size) {
        CAPTURE(size);
        CHECK(refusal_of(message_of(1, whole.substr(0, size))) == wire_errc::bad_control_message);
    }
    CHECK(refusal_of(message_of(2, "")) == wire_errc::bad_control_message);
    CHECK(refusal_of(message_of(3, "\x01")) == wire_errc::bad_control_message);
    for (const auto type : {std::uint8_t{5}, std::uint8_t{6}, std::uint8_t{7}})
        CHECK(refusal_of(message_of(type, "1234567")) == wire_errc::bad_control_message);
}

TEST_CASE("a body with bytes after its fields is refused", "[wire]") {
    for (auto const& message :
         {control_message{some_hello()}, control_message{welcome{}},
          control_message{farewell{errc::denied, "no"}},
          control_message{page_request{generation{1}, "app://x"}},
          control_message{page_grant{generation{1}, session_id{1}, ring_bytes_default}},
          control_message{page_refusal{generation{1}, "no"}}}) {
        const auto bytes = encode(message);
        const auto type = static_cast<std::uint8_t>(bytes[4]);
        CAPTURE(type);
        CHECK(refusal_of(message_of(type, text_of(bytes).substr(5) + "x")) ==
              wire_errc::bad_control_message);
    }
}

TEST_CASE("a hello in an unknown role is refused, and so is that of a page", "[wire]") {
    static_assert(static_cast<int>(peer_role::page) == 4);
    for (const int role : {0, 4, 255}) {
        CAPTURE(role);
        auto bytes = encode(some_hello());
        bytes[13] = static_cast<std::byte>(role);
        CHECK(refusal_of(bytes) == wire_errc::bad_control_message);
    }
}

TEST_CASE("a hello must have a name, and one that can be shown", "[wire]") {
    auto nobody = some_hello();
    nobody.name = "";
    CHECK(refusal_of(encode(nobody)) == wire_errc::bad_name);
    auto trickster = some_hello();
    trickster.name = "x\x1b[2J";
    CHECK(refusal_of(encode(trickster)) == wire_errc::bad_name);
}

TEST_CASE("a farewell with a code that nobody knows still says goodbye", "[wire]") {
    auto bytes = encode(farewell{errc::denied, "why"});
    bytes[5] = std::byte{200};
    const auto decoded = decode_control(bytes).value();
    CHECK(std::get<farewell>(decoded->message).code == errc::protocol_error);
    CHECK(std::get<farewell>(decoded->message).reason == "why");
}

TEST_CASE("texts longer than their field are cut to it, so that the message gets out", "[wire]") {
    const std::string long_text(100'000, 'x');
    const auto reason = round_trip(farewell{errc::denied, long_text}).reason;
    CHECK(reason.size() >= 1'024);
    CHECK(reason == long_text.substr(0, reason.size()));
    CHECK(round_trip(hello{.name = long_text, .token = ""}).name ==
          long_text.substr(0, name_bytes_max));
    CHECK(round_trip(hello{.name = "n", .token = long_text}).token == long_text.substr(0, 64));
    CHECK(round_trip(welcome{.app = long_text}).app == long_text.substr(0, name_bytes_max));
    CHECK(encode(farewell{errc::denied, long_text}).size() <= control_message_bytes_max);
    const auto refused = round_trip(page_refusal{generation{1}, long_text}).reason;
    CHECK(refused == long_text.substr(0, refused.size()));
    CHECK(refused.size() >= 1'024);
}

TEST_CASE("two version ranges meet in the highest number of both, or not at all", "[wire]") {
    CHECK(negotiate({1, 3}, {2, 5}) == std::uint16_t{3});
    CHECK(negotiate({2, 5}, {1, 3}) == std::uint16_t{3});
    CHECK(negotiate({1, 1}, {1, 1}) == std::uint16_t{1});
    CHECK(negotiate({1, 2}, {3, 4}) == std::nullopt);
    CHECK(negotiate({1, 5}, {4, 2}) ==
          std::nullopt);  // Upside down: nothing in common with anybody.
}
