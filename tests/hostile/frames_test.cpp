// SPDX-License-Identifier: MIT
//
// frames_test — a peer that says what it must not ends its own session, and nobody else notices.
#include "tests/hostile/neighbourhood.hpp"

#include <fairlead/wire/frame_codec.hpp>
#include <fairlead/wire/limits.hpp>

#include <sys/socket.h>

#include <cstring>

using namespace fairlead;
using namespace fairlead::tests;
using Catch::Matchers::Contains;
using wire::frame_kind;

namespace {

std::string record_of(wire::frame_header const& header, std::string_view payload = {}) {
    std::string record(sizeof header, '\0');
    std::memcpy(record.data(), &header, sizeof header);
    return record.append(payload);
}

}  // namespace

TEST_CASE("a frame that breaks the rules ends its session with a reason", "[system]") {
    neighbourhood app;
    auto hostile = app.broker.tool("hostile");
    const auto broken = GENERATE(
        std::string{"short"}, std::string(200, '\xff'),
        record_of({.payload_bytes = 100, .kind = frame_kind::ping}),
        record_of({.kind = static_cast<frame_kind>(99)}),
        record_of({.kind = frame_kind::timing, .code = 1}, "short"),
        record_of({.kind = frame_kind::context, .request = request_id{1}}, "no ids"),
        record_of({.kind = frame_kind::fragment}), record_of({.kind = frame_kind::callback}),
        record_of({.payload_bytes = 4, .kind = frame_kind::call, .flags = 1}, "\xff\xff!!"),
        record_of({.kind = frame_kind::invoke}), record_of({.kind = frame_kind::forget}),
        record_of({.kind = frame_kind::event, .route = route_id{12'345}}));
    hostile.send_record(broken);
    const auto farewell = hostile.wait_for_end();
    REQUIRE(farewell);
    CHECK((farewell->code == errc::protocol_error || farewell->code == errc::too_large));
    CHECK_FALSE(farewell->reason.empty());
    app.broker.wait_for_log("tool 'hostile' (pid ");
    app.check_undisturbed();
}

TEST_CASE("impossible ring indices end their session and no other", "[system]") {
    neighbourhood app;
    auto hostile = app.broker.tool("hostile");
    const auto which = GENERATE(0, 1, 2, 3, 4);
    auto& inbound = hostile.control_words(0);
    auto& outbound = hostile.control_words(1);
    const auto written = inbound.written.load();
    switch (which) {
        case 0: inbound.written.store(~0ull); break;
        case 1: inbound.written.store(written + 1); break;
        case 2: inbound.written.store(written + 2 * wire::ring_bytes_default); break;
        case 3: inbound.written.store(written + 4096); break;  // Zeroes: a record without header.
        default: outbound.read.store(1u << 30); break;
    }
    hostile.channel().bell().ring();
    // The broker looks at that index only when it needs room: make it answer until it does.
    bool ended = which != 4;
    while (!ended) {
        try {
            hostile.send({.kind = frame_kind::ping, .request = request_id{1}},
                         std::string(60'000, 'x'));
        } catch (std::runtime_error const&) {
            ended = true;
        }
    }
    const auto farewell = hostile.wait_for_end();
    REQUIRE(farewell);
    CHECK(farewell->code == errc::protocol_error);
    app.check_undisturbed();
}

TEST_CASE("a message above the limit ends its session as too large", "[system]") {
    neighbourhood app;
    auto hostile = app.broker.tool("hostile");
    const std::string part(wire::fragment_bytes_max, 'x');
    const auto parts = wire::payload_bytes_max / wire::fragment_bytes_max + 1;
    // By hand: our own writer would refuse.
    auto& words = hostile.control_words(0);
    for (std::size_t i = 0; i < parts; ++i) {
        eventually("room in the ring", [&] {
            return words.written.load() - words.read.load() < wire::ring_bytes_default / 2;
        });
        hostile.send_record(record_of({.payload_bytes = static_cast<std::uint32_t>(part.size()),
                                       .kind = i == 0 ? frame_kind::ping : frame_kind::fragment,
                                       .flags = wire::frame_flag::more},
                                      part));
    }
    const auto farewell = hostile.wait_for_end();
    REQUIRE(farewell);
    CHECK(farewell->code == errc::too_large);
    app.check_undisturbed();
}

TEST_CASE("a peer that does not read its answers is cut, and says who it was in the log",
          "[system]") {
    neighbourhood app;
    auto greedy = app.broker.tool("greedy");
    // It asks and never listens: answers fill its ring, then what is kept beside it.
    const std::string large(1u << 20, 'x');
    eventually("the broker's patience ends", [&] {
        try {
            greedy.call("still.there", large);
            app.plugin.result(app.plugin.expect(frame_kind::call).header.request, large);
            return false;
        } catch (std::exception const&) {
            return true;
        }
    });
    app.broker.wait_for_log("tool 'greedy'");
    CHECK_THAT(app.broker.log(),
               Contains("does not take its answers") && Contains("MiB wait for it"));
}

TEST_CASE("who says anything but hello is sent away", "[system]") {
    neighbourhood app;
    const auto socket = scripted_peer::knock(app.broker.socket());
    handshake::control_stream control{socket.get()};
    SECTION("another message") { REQUIRE_FALSE(control.send(wire::farewell{errc::denied, "no"})); }
    SECTION("another protocol") {
        REQUIRE(::send(socket.get(), "GET / HTTP/1.1\r\n\r\n", 18, MSG_NOSIGNAL) == 18);
    }
    std::optional<wire::farewell> farewell;
    eventually("a farewell", [&] {
        const auto message = control.try_receive();
        if (!message) throw std::runtime_error{"closed without a farewell"};
        if (!*message) return false;
        farewell = std::get<wire::farewell>((*message)->message);
        return true;
    });
    CHECK(farewell->code == errc::protocol_error);
    app.check_undisturbed();
}

TEST_CASE("a message on the control socket after the greeting ends the session", "[system]") {
    neighbourhood app;
    auto hostile = app.broker.tool("hostile");
    handshake::control_stream control{hostile.socket()};
    REQUIRE_FALSE(control.send(wire::hello{.name = "again"}));
    REQUIRE(hostile.wait_for_end());
    app.check_undisturbed();
}

TEST_CASE("a peer that breaks the rules and is gone before it is told keeps nobody busy",
          "[system]") {
    neighbourhood app;
    for (int i = 0; i < 20; ++i) {
        auto hostile = app.broker.tool("hostile");
        handshake::control_stream control{hostile.socket()};
        REQUIRE_FALSE(control.send(wire::hello{.name = "again"}));
        hostile.leave();
        app.check_undisturbed();
    }
}

TEST_CASE("a peer that says farewell leaves without a line in the log", "[system]") {
    neighbourhood app;
    auto polite = app.broker.tool("polite");
    polite.say_farewell("done");
    eventually("the broker has let it go", [&] {
        app.tool.call("fairlead.list");
        return app.tool.expect(frame_kind::result).payload.find("polite") == std::string::npos;
    });
    CHECK(app.broker.log().find("polite") == std::string::npos);
}

TEST_CASE("no protocol version in common is said with numbers", "[system]") {
    broker_app app;
    const auto no = scripted_peer::turned_away(
        app.broker.socket(), {.versions = {7, 9}, .role = wire::peer_role::tool, .name = "new"});
    CHECK(no.code == errc::protocol_error);
    CHECK_THAT(no.reason, Contains("7 to 9"));
}
