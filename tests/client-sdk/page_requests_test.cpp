// SPDX-License-Identifier: MIT
//
// page_requests_test — each request for a page's channel is settled once, whatever comes first.
#include "client-sdk/src/connection/page_requests.hpp"
#include "tests/support/catch.hpp"

#include <fairlead/wire/limits.hpp>

#include <fcntl.h>

#include <optional>

using namespace fairlead;
using namespace fairlead::client;
using Catch::Matchers::Contains;

namespace {

struct desk {
    boost::asio::io_context loop;
    page_requests requests;
    std::vector<page_answer> answers;

    explicit desk(std::chrono::milliseconds patience = std::chrono::seconds{60})
        : requests{loop, patience} {}

    page_requests::number ask(std::uint64_t page) {
        return requests.add(generation{page},
                            [this](page_answer answer) { answers.push_back(std::move(answer)); });
    }
    bool grant(std::uint64_t page, std::size_t descriptors = 4) {
        std::vector<unique_fd> fds;
        for (std::size_t i = 0; i < descriptors; ++i) fds.push_back(descriptor());
        const wire::page_grant yes{generation{page}, session_id{7}, wire::ring_bytes_default};
        return requests.on_answer(yes, fds);
    }
    bool refuse(std::uint64_t page, std::string why) {
        std::vector<unique_fd> none;
        return requests.on_answer(wire::page_refusal{generation{page}, std::move(why)}, none);
    }
    std::string refusal(std::size_t which) const {
        return std::get<std::string>(answers.at(which));
    }

    static unique_fd descriptor() { return unique_fd{::open("/dev/null", O_RDWR | O_CLOEXEC)}; }
};

}  // namespace

TEST_CASE("a grant hands over the four descriptors in their order", "[client]") {
    desk one;
    one.ask(3);
    std::vector<unique_fd> fds;
    std::vector<int> numbers;
    for (int i = 0; i < 4; ++i) numbers.push_back(fds.emplace_back(desk::descriptor()).get());
    REQUIRE(one.requests.on_answer(
        wire::page_grant{generation{3}, session_id{7}, wire::ring_bytes_default}, fds));
    REQUIRE(one.answers.size() == 1);
    auto const& channel = std::get<page_channel>(one.answers[0]);
    CHECK(channel.page == generation{3});
    CHECK(channel.session == session_id{7});
    CHECK(channel.ring_bytes == wire::ring_bytes_default);
    for (std::size_t i = 0; i < 4; ++i) CHECK(channel.descriptors[i].get() == numbers[i]);
}

TEST_CASE("answers go to the request for their page, the oldest first", "[client]") {
    desk one;
    one.ask(3);
    one.ask(4);
    one.ask(3);
    REQUIRE(one.refuse(4, "four"));
    REQUIRE(one.grant(3));
    REQUIRE(one.refuse(3, "again"));
    REQUIRE(one.answers.size() == 3);
    CHECK(one.refusal(0) == "four");
    CHECK(std::holds_alternative<page_channel>(one.answers[1]));
    CHECK(one.refusal(2) == "again");
}

TEST_CASE("a request is settled once, and what comes later is closed", "[client]") {
    desk one{std::chrono::milliseconds{1}};
    const auto asked = one.ask(3);
    one.loop.run();
    REQUIRE(one.answers.size() == 1);
    CHECK_THAT(one.refusal(0), Contains("did not answer"));
    std::vector<unique_fd> fds;
    int ends[2];
    REQUIRE(::pipe2(ends, O_CLOEXEC | O_NONBLOCK) == 0);
    const unique_fd reading{ends[0]};
    fds.emplace_back(ends[1]);
    for (int i = 0; i < 3; ++i) fds.push_back(desk::descriptor());
    CHECK(one.requests.on_answer(
        wire::page_grant{generation{3}, session_id{7}, wire::ring_bytes_default}, fds));
    char byte;
    CHECK(::read(reading.get(), &byte, 1) == 0);  // Closed: else it would say EAGAIN.
    one.requests.settle_soon(asked, "late");
    one.loop.restart();
    one.loop.run();
    one.requests.settle_all("the end");
    CHECK(one.answers.size() == 1);
}

TEST_CASE("the end of a connection settles all that is open, also what is asked on the way",
          "[client]") {
    desk one;
    one.ask(1);
    one.requests.add(generation{2}, [&](page_answer answer) {
        one.answers.push_back(std::move(answer));
        one.requests.settle_all("inside");
    });
    one.ask(3);
    one.requests.settle_all("the end");
    REQUIRE(one.answers.size() == 3);
    CHECK(one.refusal(0) == "the end");
}

TEST_CASE("a grant without its descriptors, or a refusal with some, is no answer", "[client]") {
    desk one;
    one.ask(3);
    CHECK_FALSE(one.grant(3, 3));
    CHECK_FALSE(one.grant(3, 0));
    CHECK(one.answers.empty());
    std::vector<unique_fd> some;
    some.push_back(desk::descriptor());
    CHECK_FALSE(one.requests.on_answer(wire::page_refusal{generation{3}, "no"}, some));
    std::vector<unique_fd> none;
    CHECK_FALSE(one.requests.on_answer(wire::blob_offer{wire::blob_id{1}, 1}, none));
}
