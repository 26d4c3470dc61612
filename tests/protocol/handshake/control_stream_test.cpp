// SPDX-License-Identifier: MIT
//
// control_stream_test — messages and their descriptors out of a stream that keeps no boundaries.
#include "tests/protocol/support/bytes.hpp"
#include "tests/protocol/support/patience.hpp"
#include "tests/protocol/support/socket_pair.hpp"
#include "tests/support/catch.hpp"

#include <fairlead/handshake/control_stream.hpp>
#include <fairlead/wire/limits.hpp>

#include <unistd.h>

#include <array>

using namespace fairlead;
using namespace fairlead::tests;
using namespace fairlead::handshake;
using wire::farewell;
using wire::wire_errc;

namespace {

struct streams {
    socket_pair sockets;
    control_stream ours{sockets.ours.get()};
    control_stream theirs{sockets.theirs.get()};

    void put(std::span<const std::byte> bytes) {
        REQUIRE(::write(sockets.theirs.get(), bytes.data(), bytes.size()) ==
                static_cast<ssize_t>(bytes.size()));
    }
    /// The reason of the farewell that has arrived, if one has.
    std::optional<std::string> take() {
        auto got = ours.try_receive().value();
        if (!got) return std::nullopt;
        return std::get<farewell>(got->message).reason;
    }
};

std::vector<std::byte> encoded(std::string reason) {
    return wire::encode(farewell{errc::denied, std::move(reason)});
}

}  // namespace

TEST_CASE("a message arrives as it was sent", "[handshake][stream]") {
    streams both;
    REQUIRE_FALSE(both.theirs.send(farewell{errc::timeout, "too late"}));
    const auto got = both.ours.try_receive().value();
    REQUIRE(got.has_value());
    CHECK(std::get<farewell>(got->message).code == errc::timeout);
    CHECK(std::get<farewell>(got->message).reason == "too late");
    CHECK(got->fds.empty());
}

TEST_CASE("a stream with nothing in it says so", "[handshake][stream]") {
    streams both;
    CHECK_FALSE(both.take().has_value());
}

TEST_CASE("a message that arrives byte by byte is one message, at its last byte",
          "[handshake][stream]") {
    streams both;
    const auto bytes = encoded("drop by drop");
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        CAPTURE(i);
        REQUIRE_FALSE(both.take().has_value());
        both.put(std::span{bytes}.subspan(i, 1));
    }
    CHECK(both.take() == "drop by drop");
    CHECK_FALSE(both.take().has_value());
}

TEST_CASE("messages that arrive at once are taken one by one", "[handshake][stream]") {
    streams both;
    std::vector<std::byte> all;
    for (auto reason : {"one", "two", "three"}) {
        const auto bytes = encoded(reason);
        all.insert(all.end(), bytes.begin(), bytes.end());
    }
    both.put(all);
    CHECK(both.take() == "one");
    CHECK(both.take() == "two");
    CHECK(both.take() == "three");
    CHECK_FALSE(both.take().has_value());
}

TEST_CASE("a message of the largest size arrives", "[handshake][stream]") {
    streams both;
    const std::string longest(2'048, 'r');
    REQUIRE_FALSE(both.theirs.send(farewell{errc::denied, longest}));
    CHECK(both.take() == longest);
}

TEST_CASE("descriptors come with the message that they were sent with", "[handshake][stream]") {
    streams both;
    const std::array fds{STDIN_FILENO, STDIN_FILENO};
    REQUIRE_FALSE(both.theirs.send(farewell{errc::denied, "without"}));
    REQUIRE_FALSE(both.theirs.send(farewell{errc::denied, "with two"}, fds));
    REQUIRE_FALSE(both.theirs.send(farewell{errc::denied, "without"}));
    REQUIRE_FALSE(
        both.theirs.send(farewell{errc::denied, std::string(1'500, 'x')}, std::span{fds}.first(1)));
    REQUIRE_FALSE(both.theirs.send(farewell{errc::denied, "without"}));
    for (const std::size_t expected : {0, 2, 0, 1, 0}) {
        const auto got = both.ours.try_receive().value();
        REQUIRE(got.has_value());
        CAPTURE(std::get<farewell>(got->message).reason);
        CHECK(got->fds.size() == expected);
    }
}

TEST_CASE("descriptors that come byte by byte are kept for their message, up to the bound",
          "[handshake][stream]") {
    streams both;
    const auto bytes = encoded("greedy");
    const std::array one{STDIN_FILENO};
    const auto before = open_descriptors();
    for (std::size_t i = 0; i < fds_per_message_max; ++i) {
        REQUIRE(
            send_with_descriptors(both.sockets.theirs.get(), std::span{bytes}.subspan(i, 1), one));
        REQUIRE_FALSE(both.take().has_value());
    }
    CHECK(open_descriptors() == before + static_cast<std::ptrdiff_t>(fds_per_message_max));
    REQUIRE(send_with_descriptors(both.sockets.theirs.get(),
                                  std::span{bytes}.subspan(fds_per_message_max, 1), one));
    CHECK(both.ours.try_receive().error() == wire_errc::bad_control_message);
}

TEST_CASE("too many descriptors with one message are refused", "[handshake][stream]") {
    streams both;
    const std::vector<int> many(fds_per_message_max + 1, STDIN_FILENO);
    REQUIRE(send_with_descriptors(both.sockets.theirs.get(), encoded("greedy"), many));
    CHECK(both.ours.try_receive().error() == wire_errc::bad_control_message);
}

TEST_CASE("garbage is refused, as soon as it can be told", "[handshake][stream]") {
    streams both;
    both.put(bytes_of("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"));
    CHECK(both.ours.try_receive().error() == wire_errc::bad_control_message);
}

TEST_CASE("a message that claims to be above the bound is refused at its length",
          "[handshake][stream]") {
    streams both;
    const auto too_long = static_cast<std::uint32_t>(wire::control_message_bytes_max + 1);
    std::vector<std::byte> prefix(5);
    std::memcpy(prefix.data(), &too_long, sizeof too_long);
    both.put(prefix);
    CHECK(both.ours.try_receive().error() == wire_errc::bad_control_message);
}

TEST_CASE("a peer that has gone is the end of the stream", "[handshake][stream]") {
    streams both;
    both.sockets.theirs.reset();
    CHECK(both.ours.try_receive().error() == end_of_stream());
}

TEST_CASE("a peer that goes in the middle of a message is the end of the stream",
          "[handshake][stream]") {
    streams both;
    const auto bytes = encoded("unfinished");
    both.put(std::span{bytes}.first(9));
    both.sockets.theirs.reset();
    CHECK(both.ours.try_receive().error() == end_of_stream());
}

TEST_CASE("a farewell that a peer sent before it went is heard before the end",
          "[handshake][stream]") {
    streams both;
    REQUIRE_FALSE(both.theirs.send(farewell{errc::denied, "goodbye"}));
    both.sockets.theirs.reset();
    CHECK(both.take() == "goodbye");
    CHECK(both.ours.try_receive().error() == end_of_stream());
}

TEST_CASE("a send to a peer that does not read its control socket fails instead of waiting",
          "[handshake][stream]") {
    streams both;
    boost::system::error_code failed;
    for (int i = 0; i < 10'000 && !failed; ++i)
        failed = both.theirs.send(farewell{errc::denied, std::string(2'000, 'x')});
    CHECK(failed == boost::system::errc::operation_would_block);
}
