// SPDX-License-Identifier: MIT
//
// page_session_test — a page over its own channel, against real processes: what it is for, how it
// ends, and what it can break.
#include "tests/support/catch.hpp"
#include "tests/support/paths.hpp"
#include "tests/system/broker_app.hpp"

#include <fairlead/client/connection.hpp>
#include <fairlead/wire/frame_codec.hpp>
#include <fairlead/wire/limits.hpp>

#include <fcntl.h>
#include <sys/mman.h>

#include <cstring>
#include <future>

using namespace fairlead;
using namespace fairlead::tests;
using Catch::Matchers::Contains;
using wire::frame_kind;

namespace {

broker_settings with_obedient() {
    return {.fairlead_json = R"({"plugins":[{"name":"ob","exec":")" +
                             (program_dir().parent_path() / "tests/obedient_plugin").string() +
                             R"("}]})"};
}

/// A host on the SDK, as the window is, and a plugin process that the broker started.
struct sdk_app : broker_app {
    std::unique_ptr<client::connection> host;

    sdk_app() : broker_app{with_obedient()} {
        host = client::connection::connect({.socket = broker.socket(),
                                            .role = wire::peer_role::host,
                                            .name = "window",
                                            .token = broker.host_token()});
    }
    std::future<client::page_answer> ask(std::uint64_t page, std::string origin = "wails://wails") {
        const auto answer = std::make_shared<std::promise<client::page_answer>>();
        host->request_page(generation{page}, std::move(origin), [answer](client::page_answer got) {
            answer->set_value(std::move(got));
        });
        return answer->get_future();
    }
    static client::page_answer wait(std::future<client::page_answer> asked) {
        if (asked.wait_for(patience()) != std::future_status::ready)
            throw std::runtime_error{"the request for a page was not settled"};
        return asked.get();
    }
    scripted_peer page(std::uint64_t number) {
        auto channel = std::get<client::page_channel>(wait(ask(number)));
        granted_page granted{{channel.page, channel.session, channel.ring_bytes}, {}};
        for (auto& fd : channel.descriptors) granted.descriptors.push_back(std::move(fd));
        return scripted_peer{std::move(granted)};
    }
};

/// A page and a plugin that the test plays: what reaches whom in which order.
struct scripted_app : broker_app {
    scripted_peer plugin = plugin_with("main.App.Greet", 7);
    scripted_peer host = broker.host("window");
    scripted_peer page = host.page(1);

    void check_others_undisturbed() {
        host.call("main.App.Greet");
        plugin.result(plugin.expect(frame_kind::call).header.request, "1");
        CHECK(host.expect(frame_kind::result).payload == "1");
    }
};

}  // namespace

TEST_CASE("a page calls a plugin process through the channel that its host asked for", "[system]") {
    sdk_app app;
    auto page = app.page(1);
    page.call("ob.echo", R"(["Ada"])");
    CHECK(page.expect(frame_kind::result).payload == R"(["Ada"])");
    page.invoke(R"(C{"name":"ob.echo","args":[1],"callbackID":"x"})", 99);
    const auto callback = page.expect(frame_kind::callback);
    CHECK(callback.header.aux == 1);
    CHECK(callback.payload == R"({"result":[1],"error":null,"callbackid":"x"})");
    // Large messages, both ways, several times round both rings.
    const auto large = "[\"" + std::string(3u << 20, 'x') + "\"]";
    page.call("ob.echo", large);
    CHECK(page.expect(frame_kind::result).payload == large);
}

TEST_CASE("a host hears why a page gets no channel", "[system]") {
    sdk_app app;
    const auto page = app.page(2);
    CHECK_THAT(std::get<std::string>(sdk_app::wait(app.ask(1))), Contains("page 1 is gone"));
    CHECK_THAT(std::get<std::string>(sdk_app::wait(app.ask(3, "no origin"))),
               Contains("an origin is"));
    auto last = app.ask(4);
    app.broker.signal(SIGSTOP);
    auto open = app.ask(5);
    app.broker.signal(SIGKILL);
    CHECK_THAT(std::get<std::string>(sdk_app::wait(std::move(open))), Contains("has ended"));
    static_cast<void>(sdk_app::wait(std::move(last)));  // Settled, either way.
    const auto after = sdk_app::wait(app.ask(6));
    CHECK_THAT(std::get<std::string>(after), Contains("has ended"));
}

TEST_CASE("a channel that its host lets go ends the page", "[system]") {
    sdk_app app;
    {
        const auto dropped = sdk_app::wait(app.ask(1));
        REQUIRE(std::holds_alternative<client::page_channel>(dropped));
    }
    eventually("the session has ended", [&] {
        return app.host->call_wait("fairlead.list", "[]").json.find("window#1") ==
               std::string::npos;
    });
}

TEST_CASE("events and results reach a page in the order in which they were sent", "[system]") {
    scripted_app app;
    const auto topic = app.page.subscribe("progress");
    constexpr int rounds = 200;
    for (int i = 0; i < rounds; ++i) app.page.call("main.App.Greet", "[" + std::to_string(i) + "]");
    for (int i = 0; i < rounds; ++i) {
        const auto call = app.plugin.expect(frame_kind::call);
        app.plugin.emit("progress", call.payload);
        app.plugin.result(call.header.request, call.payload);
    }
    for (int i = 0; i < rounds; ++i) {
        const auto event = app.page.expect(frame_kind::event);
        REQUIRE(event.header.route == topic);
        REQUIRE(event.payload == "[" + std::to_string(i) + "]");
        REQUIRE(app.page.expect(frame_kind::result).payload == event.payload);
    }
}

TEST_CASE("forgetting a page cancels what it asked, and nothing of its host", "[system]") {
    scripted_app app;
    app.page.call("main.App.Greet", "[1]");
    const auto of_page = app.plugin.expect(frame_kind::call).header.request;
    app.host.call("main.App.Greet", "[2]");
    const auto of_host = app.plugin.expect(frame_kind::call).header.request;
    app.host.send({.kind = frame_kind::forget, .aux = 1});
    REQUIRE(app.page.wait_for_end());
    CHECK(app.plugin.expect(frame_kind::cancel).header.request == of_page);
    app.plugin.result(of_page, "1");
    app.plugin.result(of_host, "2");
    CHECK(app.host.expect(frame_kind::result).payload == "2");
}

TEST_CASE("a broker that is killed closes the page's control socket", "[system]") {
    scripted_app app;
    app.broker.signal(SIGKILL);
    CHECK_FALSE(app.page.wait_for_end());  // Without a farewell.
}

TEST_CASE("a broker that stops says so to its pages", "[system]") {
    scripted_app app;
    app.plugin.leave();
    CHECK(app.broker.stop().exit_code == 0);
    CHECK(app.page.wait_for_end().value().reason == "the broker stops");
}

TEST_CASE("a page takes and gives blobs over its own control socket", "[system]") {
    scripted_app app;
    // The blob of `owner` that its frames call 1.
    const auto offer_blob = [](scripted_peer& owner, std::string_view text) {
        const auto memory = shm::segment::create(4'096).value();
        std::memcpy(memory.bytes().data(), text.data(), text.size());
        handshake::control_stream control{owner.socket()};
        const int fds[] = {memory.fd()};
        REQUIRE_FALSE(control.send(wire::blob_offer{wire::blob_id{1}, 4'096}, fds));
    };
    const auto naming = [](std::string_view json, wire::blob_id blob) {
        const wire::attachment_head head{static_cast<std::uint32_t>(json.size()), 1};
        const wire::attachment_ref ref{blob, 0, 5};
        std::string payload(sizeof head + sizeof ref, '\0');
        std::memcpy(payload.data(), &head, sizeof head);
        std::memcpy(payload.data() + sizeof head, &ref, sizeof ref);
        return payload.append(json);
    };
    const auto read_blob = [](scripted_peer& reader, std::string const& payload) {
        const auto parts = wire::attached_payload::parse(wire::as_bytes(payload)).value();
        const auto [message, fds] = reader.next_control();
        CHECK(std::get<wire::blob_offer>(message).blob == parts.table()[0].blob);
        const auto mapped = shm::segment::open_to_read(fds.at(0), 4'096).value();
        return std::string{static_cast<char const*>(mapped.get_address()), 5};
    };
    constexpr auto binary = wire::frame_flag::binary;

    // The route is learnt from an ordinary call.
    app.page.call("main.App.Greet");
    app.plugin.result(app.plugin.expect(frame_kind::call).header.request, "1");
    const auto greet = app.page.expect(frame_kind::result).header.route;

    offer_blob(app.page, "up up");
    app.page.send({.kind = frame_kind::call,
                   .flags = binary | wire::frame_flag::takes_binary,
                   .request = request_id{900},
                   .route = greet},
                  naming(R"([{"$bytes":0}])", wire::blob_id{1}));
    const auto call = app.plugin.expect(frame_kind::call);
    CHECK((call.header.flags & wire::frame_flag::takes_binary) != 0);
    CHECK(read_blob(app.plugin, call.payload) == "up up");

    offer_blob(app.plugin, "down!");
    app.plugin.send({.kind = frame_kind::result, .flags = binary, .request = call.header.request},
                    naming(R"({"$bytes":0})", wire::blob_id{1}));
    const auto result = app.page.expect(frame_kind::result);
    CHECK(read_blob(app.page, result.payload) == "down!");
    app.page.send({.kind = frame_kind::release, .aux = 1});
    CHECK(app.plugin.expect(frame_kind::release).header.aux == 1);
}

TEST_CASE("a page that breaks the rules is cut alone, and its host may ask again", "[system]") {
    scripted_app app;
    const auto what = GENERATE(range(0, 9));
    CAPTURE(what);
    auto& up = app.page.control_words(0);
    auto& down = app.page.control_words(1);
    switch (what) {
        case 0: app.page.send({.kind = frame_kind::callback, .aux = 1}, "{}"); break;
        case 1: app.page.ready(); break;
        case 2: app.page.send({.kind = frame_kind::forget, .aux = 1}); break;
        case 3: app.page.send_record("short"); break;
        case 4: up.written.store(~7ull); break;
        case 5: up.written.store(up.written.load() + 4'096); break;  // A record of no bytes.
        case 6: app.page.say_control(wire::hello{.name = "again"}); break;
        case 7: app.page.send({.kind = frame_kind::release, .aux = 5}); break;
        default:
            // Seen when the broker needs room: it answers until it does.
            down.read.store(1u << 30);
            try {
                for (;;)
                    app.page.send({.kind = frame_kind::ping, .request = request_id{1}},
                                  std::string(60'000, 'x'));
            } catch (std::runtime_error const&) {
                break;  // It has been cut.
            }
    }
    app.page.channel().bell().ring();
    const auto farewell = app.page.wait_for_end();
    REQUIRE(farewell);
    CHECK(farewell->code == errc::protocol_error);
    app.broker.wait_for_log("page 'window#1' was cut");
    app.check_others_undisturbed();
    auto again = app.host.page(1);
    again.call("main.App.Greet");
    app.plugin.result(app.plugin.expect(frame_kind::call).header.request, "2");
    CHECK(again.expect(frame_kind::result).payload == "2");
}

TEST_CASE("a page cannot write what the broker says to it", "[system]") {
    broker_app app;
    auto host = app.broker.host("window");
    host.ask_for_page(1);
    const auto granted = std::get<granted_page>(host.page_answer());
    const auto& up = granted.descriptors.at(0);
    const auto& down = granted.descriptors.at(1);
    const auto bytes = granted.grant.ring_bytes;
    CHECK(::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, down.get(), 0) == MAP_FAILED);
    CHECK(::pwrite(down.get(), "x", 1, 0) < 0);
    CHECK(::fallocate(down.get(), FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, 4'096) != 0);
    CHECK(::ftruncate(down.get(), 0) != 0);
    CHECK(::ftruncate(up.get(), 0) != 0);
    CHECK(::fcntl(up.get(), F_ADD_SEALS, F_SEAL_WRITE) != 0);
}
