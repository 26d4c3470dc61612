// SPDX-License-Identifier: MIT
//
// crowds_test — attacks that come in numbers or from the side: at the door, on the doorbell, with
// descriptors, with the calls of others. While each goes on, a neighbour is served.
#include "tests/hostile/neighbourhood.hpp"

#include <fairlead/wire/frame_codec.hpp>
#include <fairlead/wire/limits.hpp>

#include <sys/socket.h>

#include <cstring>
#include <vector>

using namespace fairlead;
using namespace fairlead::tests;
using Catch::Matchers::Contains;
using wire::frame_kind;

TEST_CASE("a storm on the doorbell wakes the broker and keeps nobody waiting", "[system]") {
    neighbourhood app;
    auto hostile = app.broker.tool("storm");
    for (int round = 0; round < 20; ++round) {
        for (int i = 0; i < 5'000; ++i) hostile.channel().bell().ring();
        app.check_undisturbed();
    }
    // It has broken no rule, and may still ask.
    hostile.send({.kind = frame_kind::ping, .request = request_id{1}});
    CHECK(hostile.expect(frame_kind::pong).header.request == request_id{1});
}

TEST_CASE("handshakes that stay half open are bounded, and the door is free again", "[system]") {
    neighbourhood app;
    constexpr std::size_t at_the_door = 64;  // greeter_settings::greetings_max
    std::vector<unique_fd> silent;
    for (std::size_t i = 0; i < at_the_door + 20; ++i)
        silent.push_back(scripted_peer::knock(app.broker.socket()));
    app.broker.wait_for_log("too many peers are at the door");
    app.check_undisturbed();
    silent.clear();
    eventually("a peer with manners is let in", [&] {
        try {
            app.broker.tool("late");
            return true;
        } catch (std::runtime_error const&) {
            return false;
        }
    });
    app.check_undisturbed();
}

// UBSan opens a pipe to judge an object, and takes the lack of one for a broken object.
#ifndef FAIRLEAD_SANITIZED
TEST_CASE("peers that take all descriptors are refused, and those who are in stay", "[system]") {
    neighbourhood app{{.descriptors_max = 64}};
    std::vector<scripted_peer> crowd;
    bool refused = false;
    for (int i = 0; i < 64 && !refused; ++i) {
        try {
            crowd.push_back(app.broker.tool("crowd"));
        } catch (std::runtime_error const&) {
            refused = true;
        }
    }
    CHECK(refused);
    app.check_undisturbed();
    crowd.clear();
    eventually("there is room again", [&] {
        try {
            app.broker.tool("late");
            return true;
        } catch (std::runtime_error const&) {
            return false;
        }
    });
    app.check_undisturbed();
}
#endif

TEST_CASE("answers to calls of others are dropped, whatever number they name", "[system]") {
    neighbourhood app;
    auto hostile = app.plugin_with("hostile.method", 0, "liar");
    app.tool.call("still.there");
    const auto asked = app.plugin.expect(frame_kind::call).header.request;
    const auto number = raw(asked);
    for (const std::uint64_t distance : {0ull, 1ull, ~0ull, 1ull << 32}) {
        const auto guess = number + distance;
        hostile.result(request_id{guess}, "\"a lie\"");
        hostile.error(request_id{guess}, errc::app_error, "a lie");
        hostile.send({.kind = frame_kind::item, .request = request_id{guess}}, "\"a lie\"");
        hostile.send({.kind = frame_kind::progress, .request = request_id{guess}}, "1");
        hostile.cancel(request_id{guess});
    }
    hostile.everything_until_pong();
    app.plugin.result(asked, "\"the truth\"");
    CHECK(app.tool.expect(frame_kind::result).payload == "\"the truth\"");
    app.check_undisturbed();
}

TEST_CASE("items beyond the window end their sender and the call, by name", "[system]") {
    neighbourhood app;
    auto hostile = app.plugin_with("hostile.stream", 0, "gusher");
    auto reader = app.broker.tool("reader");
    const std::string name = "hostile.stream";
    const auto length = wire::encode_name_length(name);
    reader.send({.kind = frame_kind::call,
                 .flags = wire::frame_flag::named | wire::frame_flag::takes_items,
                 .request = request_id{500}},
                std::string{wire::as_text(length)} + name + "[]");
    const auto call = hostile.expect(frame_kind::call).header.request;
    const std::string item = '"' + std::string(60'000, 'x') + '"';
    bool cut = false;
    for (int i = 0; i < 16 && !cut; ++i) {
        try {
            hostile.send({.kind = frame_kind::item, .request = call}, item);
        } catch (std::runtime_error const&) {
            cut = true;
        }
    }
    CHECK_THAT(app.check_ended(hostile, "plugin 'gusher'").reason, Contains(name));
    app.check_undisturbed();
}

TEST_CASE("a flood of subscriptions ends at its bound, and names who has them", "[system]") {
    neighbourhood app;
    auto hostile = app.broker.tool("listener");
    std::string refusal;
    for (std::uint32_t i = 0; refusal.empty() && i < wire::subscriptions_max + 10; ++i) {
        hostile.send_named({.kind = frame_kind::subscribe, .request = request_id{i + 1}},
                           "flood/" + std::to_string(i));
        const auto answer = hostile.next();
        if (answer.header.kind == frame_kind::error) refusal = answer.message();
        if (i % 8'192 == 0) app.check_undisturbed();
    }
    CHECK_THAT(refusal, Contains("tool 'listener'") && Contains("65536 subscriptions"));
    app.check_undisturbed();
}

TEST_CASE("more descriptors than a message may carry end its session and no other", "[system]") {
    neighbourhood app;
    auto hostile = app.broker.tool("hostile");
    // By hand: our own writer would refuse.
    constexpr std::size_t many = 200;
    std::vector<int> fds(many, hostile.socket());
    char byte = 0;
    iovec text{&byte, 1};
    std::vector<char> control(CMSG_SPACE(many * sizeof(int)));
    msghdr message{};
    message.msg_iov = &text;
    message.msg_iovlen = 1;
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    auto* head = CMSG_FIRSTHDR(&message);
    head->cmsg_level = SOL_SOCKET;
    head->cmsg_type = SCM_RIGHTS;
    head->cmsg_len = CMSG_LEN(many * sizeof(int));
    std::memcpy(CMSG_DATA(head), fds.data(), many * sizeof(int));
    REQUIRE(::sendmsg(hostile.socket(), &message, MSG_NOSIGNAL) == 1);
    app.check_ended(hostile, "tool 'hostile'");
    app.check_undisturbed();
}
