// SPDX-License-Identifier: MIT
//
// bytes — binary beside JSON, base64 where there is no beside.
#include <fairlead/json/arguments.hpp>
#include <fairlead/json/bytes_codec.hpp>
#include <fairlead/wire/frame_codec.hpp>

#include "client-sdk/src/connection/outgoing_attachments.hpp"
#include "tests/support/catch.hpp"

#include <cstring>

using namespace fairlead;

namespace {

std::string text_of(bytes const& data) {
    return {reinterpret_cast<char const*>(data.data()), data.size()};
}

bytes read_one(std::string_view json) {
    return std::get<0>(json::read_arguments<std::tuple<bytes>>(json, "test"));
}

}  // namespace

TEST_CASE("base64 goes both ways as RFC 4648 says", "[bytes]") {
    const std::pair<char const*, char const*> vectors[] = {{"", ""},
                                                           {"f", "Zg=="},
                                                           {"fo", "Zm8="},
                                                           {"foo", "Zm9v"},
                                                           {"foob", "Zm9vYg=="},
                                                           {"fooba", "Zm9vYmE="},
                                                           {"foobar", "Zm9vYmFy"}};
    for (auto const& [plain, coded] : vectors) {
        CAPTURE(plain);
        CHECK(json::to_base64(bytes::copy_of(std::string_view{plain}).span()) == coded);
        CHECK(text_of(json::from_base64(coded)) == plain);
    }
    for (auto const* wrong : {"Z", "Zg=", "Zg= =", "Z!==", "=Zg=", "Zg==Zg=="}) {
        CAPTURE(wrong);
        CHECK_THROWS_AS(json::from_base64(wrong), json::bad_value);
    }
}

TEST_CASE("with attachments bytes stand beside the text, without they are base64", "[bytes]") {
    const auto data = bytes::copy_of(std::string_view{"foob"});
    std::string text;
    {
        std::vector<bytes> collected;
        const json::attachment_scope scope{{}, &collected};
        json::write(text, data);
        CHECK(text == R"({"$bytes":0})");
        REQUIRE(collected.size() == 1);
        CHECK(text_of(collected[0]) == "foob");
    }
    text.clear();
    json::write(text, data);
    CHECK(text == R"("Zm9vYg==")");
}

TEST_CASE("bytes are read from an attachment or from base64", "[bytes]") {
    const bytes given[] = {bytes::copy_of(std::string_view{"zero"}),
                           bytes::copy_of(std::string_view{"one"})};
    const json::attachment_scope scope{given, nullptr};
    CHECK(text_of(read_one(R"([{"$bytes":1}])")) == "one");
    CHECK(text_of(read_one(R"(["Zm9v"])")) == "foo");
    CHECK_THROWS_WITH(read_one(R"([{"$bytes":2}])"), "argument 1: there is no attachment 2");
    CHECK_THROWS_AS(read_one(R"([{"x":2}])"), json::bad_value);
    CHECK_THROWS_AS(read_one("[7]"), json::bad_value);
}

TEST_CASE("small attachments go inline, large ones as blobs, and the table says which", "[bytes]") {
    const auto pool = std::make_shared<shm::blob_pool>();
    const auto small = bytes::copy_of(std::string_view{"small"});
    byte_buffer buffer{shm::blob_knee_bytes, pool};
    std::memset(buffer.data(), 'x', buffer.size());
    const bytes large = std::move(buffer);
    REQUIRE(large.loan() != nullptr);

    const bytes both[] = {small, large};
    client::outgoing_attachments packed{"[1]", both, pool};
    CHECK(packed.unannounced().size() == 1);
    std::string payload{wire::as_text(packed.head())};
    payload += "[1]";
    payload += wire::as_text(packed.inline_bytes());

    const auto parsed = wire::attached_payload::parse(wire::as_bytes(payload));
    REQUIRE(parsed.has_value());
    CHECK(wire::as_text(parsed->json()) == "[1]");
    REQUIRE(parsed->table().size() == 2);
    CHECK(parsed->table()[0].blob == wire::no_blob);
    CHECK(wire::as_text(parsed->inline_bytes(0)) == "small");
    CHECK(parsed->table()[1].blob == large.loan()->id());
    CHECK(parsed->table()[1].bytes == large.size());
}

TEST_CASE("a large attachment from the heap is copied into the pool once", "[bytes]") {
    const auto pool = std::make_shared<shm::blob_pool>();
    const auto heap = bytes::copy_of(std::string(shm::blob_knee_bytes, 'y'));
    REQUIRE(heap.loan() == nullptr);
    client::outgoing_attachments packed{"[]", {&heap, 1}, pool};
    CHECK(packed.inline_bytes().empty());
    CHECK(packed.unannounced().size() == 1);
}

TEST_CASE("a frame that is refused takes its blobs back", "[bytes]") {
    const auto pool = std::make_shared<shm::blob_pool>();
    wire::blob_id id;
    {
        byte_buffer buffer{shm::blob_knee_bytes, pool};
        const bytes large = std::move(buffer);
        id = large.loan()->id();
        const client::outgoing_attachments refused{"[]", {&large, 1}, pool};
    }
    CHECK(pool->try_take(shm::blob_knee_bytes)->id() == id);
}

TEST_CASE("a byte_buffer of a thread that handles a call comes from that connection's pool",
          "[bytes]") {
    const auto pool = std::make_shared<shm::blob_pool>();
    const use_blob_pool from{pool};
    CHECK(bytes{byte_buffer{shm::blob_knee_bytes}}.loan() != nullptr);
    CHECK(bytes{byte_buffer{8}}.loan() == nullptr);
}
