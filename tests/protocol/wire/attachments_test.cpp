// SPDX-License-Identifier: MIT
//
// attachments_test — binary beside JSON: what the table says must be there, no more and no less.
#include "tests/protocol/support/bytes.hpp"
#include "tests/support/catch.hpp"

#include <fairlead/wire/attachments.hpp>
#include <fairlead/wire/frame_codec.hpp>

#include <limits>

using namespace fairlead;
using namespace fairlead::wire;
using fairlead::tests::bytes_of;

namespace {

template <class Plain>
void append(std::vector<std::byte>& to, Plain const& value) {
    const auto bytes = std::as_bytes(std::span{&value, 1});
    to.insert(to.end(), bytes.begin(), bytes.end());
}

/// Writes down whatever is said, true or not.
std::vector<std::byte> payload_of(attachment_head head, std::vector<attachment_ref> const& table,
                                  std::string_view behind) {
    std::vector<std::byte> bytes;
    append(bytes, head);
    for (auto const& one : table) append(bytes, one);
    const auto text = bytes_of(behind);
    bytes.insert(bytes.end(), text.begin(), text.end());
    return bytes;
}

constexpr attachment_ref inline_of(std::uint64_t bytes) { return {no_blob, 0, bytes}; }
constexpr attachment_ref blob(std::uint32_t number, std::uint64_t bytes) {
    return {blob_id{number}, 0, bytes};
}

bool is_refused(std::vector<std::byte> const& payload) {
    const auto parsed = attached_payload::parse(payload);
    return !parsed && parsed.error() == wire_errc::bad_attachments;
}

}  // namespace

TEST_CASE("a payload with attachments is taken apart", "[wire][attachments]") {
    const auto payload =
        payload_of({5, 3}, {inline_of(3), blob(7, 1'000'000), inline_of(4)}, "[1,2]onetwo!");
    const auto parsed = attached_payload::parse(payload).value();
    CHECK(as_text(parsed.json()) == "[1,2]");
    REQUIRE(parsed.table().size() == 3);
    CHECK(as_text(parsed.inline_bytes(0)) == "one");
    CHECK(parsed.inline_bytes(1).empty());
    CHECK(parsed.table()[1].blob == blob_id{7});
    CHECK(parsed.table()[1].bytes == 1'000'000);
    CHECK(as_text(parsed.inline_bytes(2)) == "two!");
    CHECK(parsed.inline_bytes(3).empty());  // There is no such attachment.
    CHECK(as_text(parsed.body()) == "[1,2]onetwo!");
}

TEST_CASE("a payload may come without attachments, and attachments without bytes",
          "[wire][attachments]") {
    const auto none = payload_of({2, 0}, {}, "[]");
    CHECK(as_text(attached_payload::parse(none).value().json()) == "[]");
    const auto empty = payload_of({0, 2}, {inline_of(0), inline_of(0)}, "");
    CHECK(attached_payload::parse(empty).value().inline_bytes(1).empty());
}

TEST_CASE("as many attachments as allowed are taken, one more is refused", "[wire][attachments]") {
    const std::vector<attachment_ref> most(attachments_max, blob(1, 1));
    CHECK(attached_payload::parse(payload_of({0, attachments_max}, most, "")).has_value());
    const std::vector<attachment_ref> more(attachments_max + 1, blob(1, 1));
    CHECK(is_refused(payload_of({0, attachments_max + 1}, more, "")));
    CHECK(is_refused(payload_of({0, std::numeric_limits<std::uint32_t>::max()}, most, "")));
}

TEST_CASE("a payload that ends before its table or its JSON does is refused",
          "[wire][attachments]") {
    const auto whole = payload_of({4, 2}, {inline_of(2), inline_of(1)}, "[12]abc");
    REQUIRE(attached_payload::parse(whole).has_value());
    for (std::size_t size = 0; size < whole.size(); ++size) {
        CAPTURE(size);
        CHECK(is_refused({whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)}));
    }
    CHECK(is_refused(payload_of({std::numeric_limits<std::uint32_t>::max(), 0}, {}, "[]")));
}

TEST_CASE("bytes that belong to nothing are refused", "[wire][attachments]") {
    CHECK(is_refused(payload_of({2, 0}, {}, "[]x")));
    CHECK(is_refused(payload_of({2, 1}, {inline_of(1)}, "[]xy")));
    CHECK(is_refused(payload_of({2, 1}, {blob(1, 1)}, "[]x")));
}

TEST_CASE("lengths that only fit together by overflow are refused", "[wire][attachments]") {
    constexpr auto largest = std::numeric_limits<std::uint64_t>::max();
    CHECK(is_refused(payload_of({0, 1}, {inline_of(largest)}, "abc")));
    CHECK(is_refused(payload_of({0, 2}, {inline_of(largest), inline_of(4)}, "abc")));
    CHECK(is_refused(payload_of({0, 2}, {inline_of(2), inline_of(largest - 1)}, "abc")));
}

TEST_CASE("a reserved field that is not zero is refused", "[wire][attachments]") {
    CHECK(is_refused(payload_of({0, 1}, {{blob_id{1}, 1, 0}}, "")));
}

TEST_CASE("a table that changes after it was checked changes nothing", "[wire][attachments]") {
    auto payload = payload_of({0, 1}, {inline_of(3)}, "abc");
    const auto parsed = attached_payload::parse(payload).value();
    std::memset(payload.data(), 0xff, 8 + 16);
    CHECK(parsed.table()[0].bytes == 3);
    CHECK(as_text(parsed.inline_bytes(0)) == "abc");
}
