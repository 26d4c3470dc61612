// SPDX-License-Identifier: MIT
//
// large_text_test — text of any size arrives as it was, in the ring or attached, beside bytes or
// alone.
#include "tests/broker/house_of_three.hpp"

#include <fairlead/vocabulary/json_string.hpp>
#include <fairlead/wire/limits.hpp>

#include <vector>

using namespace fairlead;
using namespace fairlead::tests;

namespace {

constexpr client::call_options patient{std::chrono::seconds{60}};

/// JSON that no piece of it is like another, so many bytes or a few more.
std::string literal(std::size_t bytes) {
    std::string text;
    for (unsigned i = 0; text.size() < bytes; ++i) text += std::to_string(i) + " \"größer\" \n";
    std::string json;
    append_json_string(json, text);
    return json;
}

bytes filled(std::size_t size, int with) {
    byte_buffer made{size};
    if (size > 0) std::memset(made.data(), with, size);
    return made;
}

}  // namespace

TEST_CASE("text comes back as it was, below and above the size from which it is attached",
          "[large]") {
    const house_of_three everybody;
    const auto tool = everybody.connect();
    for (const auto size : {std::size_t{1}, wire::attached_json_bytes - 64,
                            wire::attached_json_bytes, std::size_t{3} << 20, std::size_t{20} << 20})
        for (const auto* method : {"on.loop.Maths.Say", "on.pool.Maths.Say"}) {
            const auto text = literal(size);
            const auto reply = tool->call_wait(method, '[' + text + ']', patient);
            CAPTURE(size, method);
            REQUIRE(reply.ok);
            CHECK((reply.json == text));
            CHECK(reply.attachments.empty());
        }
}

TEST_CASE("bytes beside a large text keep their numbers", "[large]") {
    const house_of_three everybody;
    const auto tool = everybody.connect();
    const auto text = literal(1u << 20);
    for (const std::size_t size : {0u, 100u, 300'000u}) {
        const auto data = filled(size, 7);
        const auto reply = tool->call_wait("on.loop.Maths.Both", '[' + text + R"(,{"$bytes":0}])",
                                           patient, {&data, 1});
        REQUIRE(reply.ok);
        CHECK((reply.json == '[' + text + R"(,{"$bytes":0}])"));
        REQUIRE(reply.attachments.size() == 1);
        CHECK(reply.attachments[0].size() == size);
    }
}

TEST_CASE("with all places taken by bytes, a large text goes through the ring", "[large]") {
    const house_of_three everybody;
    const auto tool = everybody.connect();
    const std::vector<bytes> all(wire::attachments_max, filled(10, 1));
    const auto text = literal(1u << 20);
    const auto reply =
        tool->call_wait("on.loop.Maths.Both", '[' + text + R"(,{"$bytes":15}])", patient, all);
    REQUIRE(reply.ok);
    CHECK(reply.attachments.size() == 1);
}

TEST_CASE("text above the limit is refused, and the connection goes on", "[large]") {
    const house_of_three everybody;
    const auto tool = everybody.connect();
    const auto reply =
        tool->call_wait("on.loop.Maths.Say", literal(wire::payload_bytes_max), patient);
    CHECK_FALSE(reply.ok);
    CHECK(reply.why.code == errc::too_large);
    CHECK(tool->call_wait("on.loop.Maths.Add", "[1,2]", patient).json == "3");
}
