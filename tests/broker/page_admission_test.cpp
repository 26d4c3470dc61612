// SPDX-License-Identifier: MIT
//
// page_admission_test — who gets a channel for a page, for how long, and who does not.
#include "tests/support/catch.hpp"
#include "tests/support/process_figures.hpp"
#include "tests/system/broker_app.hpp"

#include <fairlead/wire/control_codec.hpp>
#include <fairlead/wire/frame_codec.hpp>
#include <fairlead/wire/limits.hpp>

#include <sys/socket.h>

using namespace fairlead;
using namespace fairlead::tests;
using Catch::Matchers::Contains;
using wire::frame_kind;

namespace {

struct windowed_app : broker_app {
    scripted_peer host = broker.host("window");
    scripted_peer tool = broker.tool("watcher");

    std::string refusal_of(std::uint64_t page) {
        host.ask_for_page(page);
        return std::get<wire::page_refusal>(host.page_answer()).reason;
    }
    std::string list() {
        tool.call("fairlead.list");
        return tool.expect(frame_kind::result).payload;
    }
    bool serves(scripted_peer& peer) {
        peer.call("fairlead.list");
        return peer.expect(frame_kind::result).payload.starts_with("{");
    }
};

}  // namespace

TEST_CASE("a page is listed with its host, its document and its origin", "[system]") {
    windowed_app app;
    app.host.ask_for_page(3, "https://app.example");
    const scripted_peer page{std::get<granted_page>(app.host.page_answer())};
    const auto session = std::to_string(raw(page.welcome().session));
    CHECK_THAT(app.list(),
               Contains(R"({"session":)" + session + R"(,"name":"window#3","role":"page")") &&
                   Contains(R"("host":)" + std::to_string(raw(app.host.welcome().session)) +
                            R"(,"page":3,"origin":"https://app.example"})"));
}

TEST_CASE("a page that is forgotten ends at once, and cannot come back", "[system]") {
    windowed_app app;
    auto page = app.host.page(3);
    app.host.send({.kind = frame_kind::forget, .aux = 3});
    CHECK_THAT(page.wait_for_end().value().reason, Contains("document is gone"));
    // A request that was overtaken by its forget.
    CHECK_THAT(app.refusal_of(3), Contains("page 3 is gone"));
    CHECK_THAT(app.refusal_of(2), Contains("page 2 is gone"));
    auto next = app.host.page(4);
    CHECK(app.serves(next));
}

TEST_CASE("the next document's page ends the one before", "[system]") {
    windowed_app app;
    auto first = app.host.page(1);
    auto second = app.host.page(2);
    CHECK(first.wait_for_end().value().reason == "page 2 has come");
    CHECK(app.serves(second));
    CHECK_THAT(app.refusal_of(1), Contains("a later one is there"));
    // Forgetting the one that is gone harms nobody.
    app.host.send({.kind = frame_kind::forget, .aux = 1});
    app.host.everything_until_pong();
    CHECK(app.serves(second));
}

TEST_CASE("a document has one session at a time, and another when that has ended", "[system]") {
    windowed_app app;
    {
        auto page = app.host.page(1);
        CHECK(app.refusal_of(1) == "page 1 has its session already");
        CHECK(app.serves(page));
    }
    // Its process died: the control socket was closed.
    eventually("the first has ended",
               [&] { return app.list().find("window#1") == std::string::npos; });
    auto again = app.host.page(1);
    CHECK(app.serves(again));
}

TEST_CASE("two hosts have their own pages of the same number", "[system]") {
    windowed_app app;
    auto other = app.broker.host("other");
    auto one = app.host.page(1);
    auto two = other.page(1);
    other.send({.kind = frame_kind::forget, .aux = 1});
    REQUIRE(two.wait_for_end());
    CHECK(app.serves(one));
    auto three = other.page(2);
    other.leave();
    CHECK(three.wait_for_end().value().reason == "its host has gone");
    CHECK(app.serves(one));
}

TEST_CASE("requests for more pages than a host may have at once are refused, with a reason",
          "[system]") {
    windowed_app app;
    std::vector<std::byte> all;
    constexpr std::uint64_t asked = wire::pages_per_host_max + 3;
    for (std::uint64_t page = 1; page <= asked; ++page) {
        const auto one = wire::encode(wire::page_request{generation{page}, "app://x"});
        all.insert(all.end(), one.begin(), one.end());
    }
    // In one piece: the broker reads them in one turn, and those that end still hold their memory.
    REQUIRE(::send(app.host.socket(), all.data(), all.size(), MSG_NOSIGNAL) ==
            static_cast<ssize_t>(all.size()));
    for (std::uint64_t page = 1; page <= asked; ++page) {
        CAPTURE(page);
        const auto answer = app.host.page_answer();
        if (page <= wire::pages_per_host_max) {
            CHECK(std::get<granted_page>(answer).grant.page == generation{page});
        } else {
            CHECK_THAT(std::get<wire::page_refusal>(answer).reason,
                       Contains("host 'window'") && Contains("more are not allowed at once"));
        }
    }
    std::optional<scripted_peer> next;
    eventually("room for one more when that turn is over", [&] {
        app.host.ask_for_page(asked + 1);
        auto answer = app.host.page_answer();
        if (auto* yes = std::get_if<granted_page>(&answer)) next.emplace(std::move(*yes));
        return next.has_value();
    });
    CHECK(app.serves(*next));
}

TEST_CASE("pages that came and went leave no descriptor in the broker", "[system]") {
    windowed_app app;
    const auto at_first = [&] {
        app.host.page(1);
        app.host.send({.kind = frame_kind::forget, .aux = 1});
        app.host.everything_until_pong();
        return descriptors_of(app.broker.pid());
    }();
    for (std::uint64_t page = 2; page < 40; ++page) {
        auto one = app.host.page(page);
        REQUIRE(app.serves(one));
    }
    app.host.send({.kind = frame_kind::forget, .aux = 39});
    app.host.everything_until_pong();
    CHECK(descriptors_of(app.broker.pid()) <= at_first);
}

TEST_CASE("a page that reloads cannot use up the broker's table of names", "[system]") {
    windowed_app app;
    // Subscribed and given up at once, a thousand at a time: how many of these names were taken.
    const auto take_names = [](scripted_peer& page, std::size_t first, std::size_t count) {
        std::size_t taken = 0;
        for (auto at = first; at < first + count; ++at) {
            for (const auto kind : {frame_kind::subscribe, frame_kind::unsubscribe}) {
                const auto name = "topic-" + std::to_string(at);
                const auto length = wire::encode_name_length(name);
                page.push(
                    {.kind = kind, .flags = wire::frame_flag::named, .request = request_id{1}},
                    std::string{wire::as_text(length)} + name);
            }
            if (at % 1'000 != 999 && at + 1 != first + count) continue;
            for (auto const& answer : page.everything_until_pong())
                taken +=
                    answer.header.kind == frame_kind::result && answer.header.route != no_route;
        }
        return taken / 2;
    };
    constexpr std::size_t allowed = wire::offers_max + wire::subscriptions_max;
    auto first = app.host.page(1);
    CHECK(take_names(first, 0, allowed - 10) == allowed - 10);
    // Dismissed by the next one, then forgotten: either way the next one has ten left.
    auto second = app.host.page(2);
    CHECK(take_names(second, allowed, 5) == 5);
    app.host.send({.kind = frame_kind::forget, .aux = 2});
    REQUIRE(second.wait_for_end());
    auto third = app.host.page(3);
    CHECK(take_names(third, 2 * allowed, 20) == 5);
    CHECK(take_names(third, 0, 20) == 20);  // Those that are there already cost nothing.
}

TEST_CASE("whoever is no host is cut when it asks for a page", "[system]") {
    windowed_app app;
    auto page = app.host.page(1);
    auto plugin = app.broker.plugin("greedy");
    for (auto* each : {&page, &plugin, &app.tool}) {
        each->ask_for_page(1);
        CHECK(each->wait_for_end().value().code == errc::protocol_error);
    }
    CHECK(app.serves(app.host));
    // Nor may a host say what only the broker says.
    app.host.say_control(wire::page_grant{generation{1}, session_id{1}, wire::ring_bytes_default});
    CHECK(app.host.wait_for_end().value().code == errc::protocol_error);
}

TEST_CASE("nobody greets as a page", "[system]") {
    windowed_app app;
    const auto no = scripted_peer::turned_away(app.broker.socket(),
                                               {.role = wire::peer_role::page, .name = "window#1"});
    CHECK(no.code == errc::protocol_error);
}
