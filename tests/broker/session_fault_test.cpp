// SPDX-License-Identifier: MIT
//
// session_fault_test — what is thrown while something of a peer is handled ends that peer alone.
#include "broker/session/session.hpp"
#include "tests/support/catch.hpp"

#include <fairlead/wire/frame_codec.hpp>
#include <fairlead/wire/limits.hpp>

#include <new>
#include <stdexcept>

#include <fcntl.h>
#include <sys/socket.h>

using namespace fairlead;
using namespace fairlead::broker;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

constexpr auto ring_bytes = wire::ring_bytes_min;

/// Does to a frame what its payload says.
struct observer final : session::session_observer {
    void on_frame(session::session&, wire::frame_view const& frame) override {
        heard.emplace_back(wire::as_text(frame.payload));
        if (heard.back() == "throw") throw std::runtime_error{"a table is broken"};
        if (heard.back() == "exhaust") throw std::bad_alloc{};
        if (heard.back() == "odd") throw 7;
    }
    bool on_blob(session::session&, wire::blob_offer const&, unique_fd) override {
        throw std::runtime_error{"a ledger is broken"};
    }
    bool on_page_request(session::session&, wire::page_request const&) override { return false; }
    void on_unflushed(session::session&) override {}
    void on_caught_up(session::session&) override {}
    void on_marked(session::session&) override { ++marked; }
    void on_fault(session::session&, std::string_view what, std::string_view head) override {
        fault = what;
        sample = head;
        if (fails_itself) throw std::bad_alloc{};
    }

    std::vector<std::string> heard;
    int marked = 0;
    std::string fault, sample;
    bool fails_itself = false;
};

/// A session, and the other end of its rings and its socket.
struct faulty_house {
    faulty_house() {
        int sockets[2];
        REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, sockets) == 0);
        unique_fd ours{sockets[0]};
        socket = unique_fd{sockets[1]};
        auto memory = shm::segment::create(shm::channel::segment_bytes(ring_bytes)).value();
        unique_fd copy{::fcntl(memory.fd(), F_DUPFD_CLOEXEC, 0)};
        auto same =
            shm::segment::open(std::move(copy), shm::channel::segment_bytes(ring_bytes)).value();
        auto bells = shm::doorbell::make_pair().value();
        peer = shm::channel::over(std::move(same), std::move(bells.second), ring_bytes,
                                  shm::side::peer);
        handshake::control_stream control{ours.get()};
        one.emplace(
            loop, pump, clock, seen,
            session::admitted_peer{session_id{1},
                                   {.role = wire::peer_role::tool, .name = "odd"},
                                   1,
                                   std::move(ours),
                                   std::move(control),
                                   shm::channel::over(std::move(memory), std::move(bells.first),
                                                      ring_bytes, shm::side::broker)});
    }
    void say(std::string_view text) {
        wire::frame_header header;
        header.kind = wire::frame_kind::call;
        header.request = request_id{0x1234};
        REQUIRE(shm::accepted(peer->out().send(header, {wire::as_bytes(text)})));
        peer->out().flush();
    }

    boost::asio::io_context loop;
    io::pump pump{loop};
    turn_clock clock;
    observer seen;
    unique_fd socket;
    std::unique_ptr<shm::channel> peer;
    std::optional<session::session> one;
};

}  // namespace

TEST_CASE("an exception cuts the peer whose frame was handled", "[broker][session]") {
    faulty_house house;
    house.say("fine");
    house.say("throw");
    house.say("not heard any more");
    CHECK(house.one->drain());
    CHECK(house.seen.heard == std::vector<std::string>{"fine", "throw"});
    CHECK(house.one->marked());
    CHECK(house.one->how() == session::ending::cut);
    CHECK_THAT(house.one->reason(), Contains("a table is broken"));
    CHECK(house.seen.marked == 1);
    CHECK(house.seen.fault == "a table is broken");
    // payload_bytes, and behind the header "throw".
    CHECK_THAT(house.seen.sample, StartsWith("05000000") && Contains("7468726f77"));
    CHECK(house.seen.sample.size() == 2 * (sizeof(wire::frame_header) + 5));
}

TEST_CASE("want of memory is such a fault, and so is whatever else is thrown",
          "[broker][session]") {
    for (auto const* text : {"exhaust", "odd"}) {
        faulty_house house;
        house.say(text);
        CHECK(house.one->drain());
        CHECK(house.one->how() == session::ending::cut);
        CHECK_FALSE(house.seen.fault.empty());
    }
}

TEST_CASE("a fault that cannot even be told cuts the peer", "[broker][session]") {
    faulty_house house;
    house.seen.fails_itself = true;
    house.say("exhaust");
    CHECK(house.one->drain());
    CHECK(house.one->how() == session::ending::cut);
    CHECK(house.one->reason() == "broker fault");
}

TEST_CASE("an exception for a control message cuts its peer", "[broker][session]") {
    faulty_house house;
    const handshake::control_stream control{house.socket.get()};
    const auto memory = shm::segment::create(4096).value();
    const int fds[] = {memory.fd()};
    REQUIRE_FALSE(control.send(wire::blob_offer{wire::blob_id{1}, 4096}, fds));
    house.one->fetch_blobs();
    CHECK(house.one->how() == session::ending::cut);
    CHECK(house.seen.fault == "a ledger is broken");
}
