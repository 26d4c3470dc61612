// SPDX-License-Identifier: MIT
//
// frame_codec_test — what is a frame, and what is refused.
#include "tests/protocol/support/bytes.hpp"
#include "tests/support/catch.hpp"

#include <fairlead/wire/frame_codec.hpp>
#include <fairlead/wire/limits.hpp>

#include <limits>

using namespace fairlead;
using namespace fairlead::wire;
using fairlead::tests::bytes_of;
using fairlead::tests::text_of;

namespace {

std::vector<std::byte> record_of(frame_header header, std::string_view payload) {
    std::vector<std::byte> record(sizeof header + payload.size());
    std::memcpy(record.data(), &header, sizeof header);
    if (!payload.empty())
        std::memcpy(record.data() + sizeof header, payload.data(), payload.size());
    return record;
}

/// A frame that nobody can object to.
frame_header good_header(std::string_view payload) {
    frame_header header;
    header.payload_bytes = static_cast<std::uint32_t>(payload.size());
    header.kind = frame_kind::call;
    return header;
}

std::vector<std::byte> name_and(std::string_view name, std::string_view rest) {
    const auto length = encode_name_length(name);
    std::vector<std::byte> bytes{length.begin(), length.end()};
    const auto text = bytes_of(std::string{name} + std::string{rest});
    bytes.insert(bytes.end(), text.begin(), text.end());
    return bytes;
}

}  // namespace

TEST_CASE("a frame header lies in memory as docs/PROTOCOL.md says", "[wire]") {
    frame_header header;
    header.payload_bytes = 0x04030201;
    header.kind = frame_kind::call;
    header.flags = frame_flag::named;
    header.code = 0x0b0a;
    header.request = request_id{0x1817161514131211};
    header.route = route_id{0x24232221};
    header.deadline_ms = 0x34333231;
    header.aux = 0x4847464544434241;
    CHECK(text_of(std::as_bytes(std::span{&header, 1})) == "\x01\x02\x03\x04"
                                                           "\x07\x01\x0a\x0b"
                                                           "\x11\x12\x13\x14\x15\x16\x17\x18"
                                                           "\x21\x22\x23\x24"
                                                           "\x31\x32\x33\x34"
                                                           "\x41\x42\x43\x44\x45\x46\x47\x48");
}

TEST_CASE("a frame comes out of its record as it went in", "[wire]") {
    auto header = good_header("[1,2]");
    header.flags = frame_flag::more;
    header.code = 7;
    header.request = request_id{77};
    header.route = route_id{8};
    header.deadline_ms = 9;
    header.aux = 10;
    const auto record = record_of(header, "[1,2]");
    const auto frame = parse_frame(record);
    REQUIRE(frame.has_value());
    CHECK(std::memcmp(&frame->header, &header, sizeof header) == 0);
    CHECK(as_text(frame->payload) == "[1,2]");
    CHECK(frame->payload.data() == record.data() + sizeof header);  // Not copied.
}

TEST_CASE("a frame may be without payload", "[wire]") {
    const auto frame = parse_frame(record_of(good_header(""), ""));
    REQUIRE(frame.has_value());
    CHECK(frame->payload.empty());
}

TEST_CASE("a record shorter than a header is refused, whatever its length", "[wire]") {
    const auto record = record_of(good_header(""), "");
    for (std::size_t size = 0; size < sizeof(frame_header); ++size) {
        CAPTURE(size);
        CHECK(parse_frame(std::span{record}.first(size)).error() == wire_errc::truncated);
    }
}

TEST_CASE("a frame that claims more payload than it carries is refused", "[wire]") {
    auto header = good_header("abc");
    header.payload_bytes = 4;
    CHECK(parse_frame(record_of(header, "abc")).error() == wire_errc::length_mismatch);
}

TEST_CASE("a frame that carries more payload than it claims is refused", "[wire]") {
    auto header = good_header("abc");
    header.payload_bytes = 2;
    CHECK(parse_frame(record_of(header, "abc")).error() == wire_errc::length_mismatch);
}

TEST_CASE("a payload up to the bound of a fragment is taken, one byte more is refused", "[wire]") {
    const std::string largest(fragment_bytes_max, 'x');
    CHECK(parse_frame(record_of(good_header(largest), largest)).has_value());
    const auto larger = largest + 'x';
    CHECK(parse_frame(record_of(good_header(larger), larger)).error() ==
          wire_errc::payload_too_large);
    auto liar = good_header("");
    liar.payload_bytes = std::numeric_limits<std::uint32_t>::max();
    CHECK(parse_frame(record_of(liar, "")).error() == wire_errc::payload_too_large);
}

TEST_CASE("exactly the frame kinds of this version are known", "[wire]") {
    for (unsigned kind = 0; kind < 256; ++kind) {
        CAPTURE(kind);
        auto header = good_header("");
        header.kind = static_cast<frame_kind>(kind);
        const auto frame = parse_frame(record_of(header, ""));
        const bool known = kind >= 1 && kind <= static_cast<unsigned>(frame_kind_last);
        CHECK(frame.has_value() == known);
        if (!known) CHECK(frame.error() == wire_errc::unknown_kind);
    }
}

TEST_CASE("exactly the flags of this version are known", "[wire]") {
    for (unsigned flags = 0; flags < 256; ++flags) {
        CAPTURE(flags);
        auto header = good_header("");
        header.flags = static_cast<std::uint8_t>(flags);
        const auto frame = parse_frame(record_of(header, ""));
        const bool known = (flags | frame_flag::all) == frame_flag::all;
        CHECK(frame.has_value() == known);
        if (!known) CHECK(frame.error() == wire_errc::unknown_flags);
    }
}

TEST_CASE("a header that changes after it was checked changes nothing", "[wire]") {
    auto record = record_of(good_header("abc"), "abc");
    const auto frame = parse_frame(record);
    REQUIRE(frame.has_value());
    std::memset(record.data(), 0xff, sizeof(frame_header));  // What a hostile sender can do.
    CHECK(frame->header.payload_bytes == 3);
    CHECK(frame->header.kind == frame_kind::call);
    CHECK(frame->payload.size() == 3);
}

TEST_CASE("a name is any text of one line, and not longer than its bound", "[wire]") {
    for (auto const* good :
         {"main.App.Greet", "*", "!~", "file saved", "\"it's\"", "grüße", "船", "🚢"})
        CHECK(is_valid_name(good));
    CHECK(is_valid_name(std::string(name_bytes_max, 'n')));
    CHECK_FALSE(is_valid_name(""));
    CHECK_FALSE(is_valid_name(std::string(name_bytes_max + 1, 'n')));
    // Half a character, a character that may not be written so, a surrogate.
    for (auto const* bad : {"\xc3", "\xc0\x80", "\xed\xa0\x80", "ship\xf0\x9f\x9a"})
        CHECK_FALSE(is_valid_name(bad));
    for (unsigned c = 0; c < 256; ++c) {
        CAPTURE(c);
        CHECK(is_valid_name(std::string{'a', static_cast<char>(c)}) ==
              (c != 0 && c != '\n' && c < 0x80));
    }
}

TEST_CASE("a peer's name is printable ASCII without spaces", "[wire]") {
    CHECK(is_valid_peer_name("greeter"));
    CHECK(is_valid_peer_name(std::string(name_bytes_max, 'n')));
    CHECK_FALSE(is_valid_peer_name(""));
    CHECK_FALSE(is_valid_peer_name(std::string(name_bytes_max + 1, 'n')));
    for (unsigned c = 0; c < 256; ++c) {
        CAPTURE(c);
        CHECK(is_valid_peer_name(std::string{'a', static_cast<char>(c)}) == (c > 0x20 && c < 0x7f));
    }
}

TEST_CASE("a named payload gives its name and the rest", "[wire]") {
    const auto payload = name_and("main.App.Greet", "[\"Ada\"]");
    const auto named = named_payload::parse(payload);
    REQUIRE(named.has_value());
    CHECK(named->name() == "main.App.Greet");
    CHECK(as_text(named->rest()) == "[\"Ada\"]");
}

TEST_CASE("a named payload may end with its name", "[wire]") {
    const auto payload = name_and("tick", "");
    const auto named = named_payload::parse(payload);
    REQUIRE(named.has_value());
    CHECK(named->rest().empty());
}

TEST_CASE("a name may use its whole bound, not a byte more", "[wire]") {
    const std::string longest(name_bytes_max, 'n');
    const auto payload = name_and(longest, "rest");
    const auto named = named_payload::parse(payload);
    REQUIRE(named.has_value());
    CHECK(named->name() == longest);
    CHECK(as_text(named->rest()) == "rest");
    CHECK(named_payload::parse(name_and(longest + "n", "rest")).error() == wire_errc::bad_name);
}

TEST_CASE("a name that leads out of its payload is refused", "[wire]") {
    const auto payload = name_and("tick", "");
    for (std::size_t size = 0; size < payload.size(); ++size) {
        CAPTURE(size);
        CHECK(named_payload::parse(std::span{payload}.first(size)).error() == wire_errc::bad_name);
    }
}

TEST_CASE("an empty name, and one of two lines or of no characters, is refused", "[wire]") {
    CHECK(named_payload::parse(name_and("", "[]")).error() == wire_errc::bad_name);
    CHECK(named_payload::parse(name_and("a\n", "[]")).error() == wire_errc::bad_name);
    CHECK(named_payload::parse(name_and("gr\xc3", "[]")).error() == wire_errc::bad_name);
    CHECK(named_payload::parse(name_and("gr\xc3\xbc\xc3\x9f b", "[]"))->name() == "grüß b");
}

TEST_CASE("a name that changes after it was checked changes nothing", "[wire]") {
    auto payload = name_and("tick", "[]");
    const auto named = named_payload::parse(payload);
    REQUIRE(named.has_value());
    std::memset(payload.data(), 0xff, 6);
    CHECK(named->name() == "tick");
}

TEST_CASE("an error's payload is its message, then its data", "[wire]") {
    frame_header header;
    const auto payload = bytes_of("no such file{\"path\":\"x\"}");
    header.aux = 12;
    const auto body = parse_error_body(header, payload);
    CHECK(body.message == "no such file");
    CHECK(body.data == "{\"path\":\"x\"}");
}

TEST_CASE("an error whose message length leads out of its payload is all message", "[wire]") {
    const auto payload = bytes_of("short");
    for (const std::uint64_t liar : {std::uint64_t{5}, std::uint64_t{6}, std::uint64_t{1} << 32,
                                     std::numeric_limits<std::uint64_t>::max()}) {
        CAPTURE(liar);
        frame_header header;
        header.aux = liar;
        CHECK(parse_error_body(header, payload).message == "short");
        CHECK(parse_error_body(header, payload).data.empty());
    }
}

TEST_CASE("every wire error has a sentence of its own", "[wire]") {
    std::vector<std::string> sentences;
    for (int value = 1; value <= static_cast<int>(wire_errc::refused); ++value)
        sentences.push_back(make_error_code(static_cast<wire_errc>(value)).message());
    for (auto const& sentence : sentences) {
        CHECK(sentence != "unknown wire error");
        CHECK(std::count(sentences.begin(), sentences.end(), sentence) == 1);
    }
}
