// SPDX-License-Identifier: MIT
//
// line_sender_test — what page.js puts ahead of a line goes with that line, and with no other.
#include "tests/protocol/support/page_pair.hpp"
#include "tests/protocol/support/socket_pair.hpp"
#include "tests/support/catch.hpp"
#include "webview-host/inpage/line_sender.hpp"

#include <fairlead/wire/frame_codec.hpp>

#include <string>
#include <string_view>
#include <vector>

using namespace fairlead;
using namespace fairlead::page;
using namespace fairlead::tests;

namespace {

/// A page's channel, and what the broker reads of it.
struct heard_channel {
    heard_channel() {
        auto memory = shm::page_memory::create(wire::ring_bytes_min).value();
        auto bells = shm::doorbell::make_pair().value();
        page_channel::descriptors fds;
        const auto give = [&](handshake::page_fd which, unique_fd fd) {
            fds[static_cast<std::size_t>(which)] = std::move(fd);
        };
        give(handshake::page_fd::up, duplicate_of(memory.up.fd()));
        give(handshake::page_fd::down, duplicate_of(memory.down.fd()));
        give(handshake::page_fd::doorbell, std::move(bells.second).take());
        give(handshake::page_fd::control, duplicate_of(sockets.ours.get()));
        broker = shm::channel::over(std::move(memory), std::move(bells.first));
        page = page_channel::open(std::move(fds), wire::ring_bytes_min).value();
    }
    /// The payload of the one frame that has come.
    std::string payload() {
        std::vector<std::string> all;
        // What is larger than the ring comes in turns.
        for (int turn = 0; turn < 1'000 && all.empty(); ++turn) {
            REQUIRE(page->flush());
            REQUIRE(broker->in().receive(16, [&](wire::frame_view const& frame) {
                binary = (frame.header.flags & wire::frame_flag::binary) != 0;
                all.emplace_back(wire::as_text(frame.payload));
            }));
        }
        REQUIRE(all.size() == 1);
        return all.front();
    }

    socket_pair sockets;
    std::unique_ptr<shm::channel> broker;
    std::unique_ptr<page_channel> page;
    bool binary = false;
};

page_line line(std::string_view text) {
    const auto one = take_line(text);
    REQUIRE(one);
    return *one;
}

void put(line_sender& to, std::string_view piece) { to.put(wire::as_bytes(piece)); }

constexpr std::size_t kept = 1'024;

}  // namespace

TEST_CASE("a text that went ahead is the body of the line behind it, and of no other", "[inpage]") {
    heard_channel channel;
    call_times times;
    line_sender sender{times};
    put(sender, "[\"a\\n");
    put(sender, "b\"]");
    CHECK(shm::accepted(sender.send(*channel.page, line("C1 r7\n\n"))));
    sender.forget(kept);
    CHECK(channel.payload() == "[\"a\\nb\"]");
    CHECK(shm::accepted(sender.send(*channel.page, line("c2 r7\n[1]\n"))));
    CHECK(channel.payload() == "[1]");
}

TEST_CASE("a text that is longer than was expected goes out whole", "[inpage]") {
    heard_channel channel;
    call_times times;
    line_sender sender{times};
    const std::string half(wire::attached_json_bytes, 'x');
    sender.expect(*channel.page, static_cast<double>(half.size()));
    put(sender, half);
    put(sender, "äöü");
    CHECK(shm::accepted(sender.send(*channel.page, line("E0 r3\n\n"))));
    CHECK(channel.payload() == half + "äöü");
}

TEST_CASE("more bytes than an attachment was announced with are refused, and only once",
          "[inpage]") {
    heard_channel channel;
    call_times times;
    line_sender sender{times};
    sender.attach(*channel.page, 2);
    put(sender, "abc");
    CHECK(sender.send(*channel.page, line("c1 r7\n[]\n")) == shm::send_outcome::too_large);
    sender.forget(kept);
    CHECK(shm::accepted(sender.send(*channel.page, line("c2 r7\n[]\n"))));
    CHECK_FALSE(channel.binary);
    CHECK(channel.payload() == "[]");
}

TEST_CASE("what went ahead on a channel that broke is not sent on the next one", "[inpage]") {
    call_times times;
    line_sender sender{times};
    {
        heard_channel broken;
        put(sender, "of the old one");
        sender.attach(*broken.page, 4);
        put(sender, "old!");
        sender.forget(0);
    }
    heard_channel next;
    put(sender, "new");
    CHECK(shm::accepted(sender.send(*next.page, line("R1\n\n"))));
    CHECK(next.payload() == "new");
    CHECK_FALSE(next.binary);
}
