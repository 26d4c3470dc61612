// SPDX-License-Identifier: MIT
//
// monitor_test — a real monitor beside a real broker: what it sees, and that it holds up nobody.
#include "tests/support/catch.hpp"
#include "tests/support/paths.hpp"
#include "tests/support/running_app.hpp"
#include "tests/system/plugin_app.hpp"

#include <boost/json.hpp>

#include <atomic>
#include <csignal>
#include <thread>

using namespace fairlead;
using namespace fairlead::tests;
using Catch::Matchers::Contains;
namespace json = boost::json;

namespace {

struct monitored_app {
    plugin_app app;
    runtime_folder nowhere;

    std::unique_ptr<child> monitor(std::vector<std::string> more) const {
        std::vector<std::string> args{"monitor", "--json=short", "--socket",
                                      app.broker.socket().native()};
        args.insert(args.end(), more.begin(), more.end());
        return std::make_unique<child>(
            child::spec{program("fairlead"), args, nowhere.environment()});
    }
    /// Its filter is in force: it has told of something that was done for that. What it told is
    /// read, up to that.
    void wait_until_it_looks(child& one, std::string const& method = "ob.pid") const {
        std::atomic<bool> looks{false};
        std::thread asking{[&] {
            auto waker = app.broker.tool("tool");
            while (!looks) {
                const auto request = waker.call(method, "[]", 20'000);
                while (waker.next().header.request != request) {}
                pause_between_looks();
            }
        }};
        const struct end_of_asking {
            std::atomic<bool>& looks;
            std::thread& asking;
            ~end_of_asking() {
                looks = true;
                asking.join();
            }
        } end{looks, asking};
        one.read_line_with(method);
    }
};

json::object record(std::string const& line) { return json::parse(line).as_object(); }

}  // namespace

TEST_CASE("a monitor sees calls, answers, errors and events, without secrets", "[system][tap]") {
    monitored_app all;
    auto& tool = all.app.tool;
    const auto monitor = all.monitor({"--peer", "tool"});
    all.wait_until_it_looks(*monitor);
    all.app.value("ob.echo", R"([{"password":"x1y2","n":7}])");
    auto call = record(monitor->read_line_with("password"));
    CHECK(call.at("kind").as_string() == "call");
    CHECK(call.at("from").as_string() == "tool");
    CHECK(call.at("to").as_string() == "ob");
    CHECK(call.at("name").as_string() == "ob.echo");
    CHECK(call.at("payload").as_string() == R"([{"password":"•••","n":7}])");
    auto result = record(monitor->read_line_with("\"kind\":\"result\""));
    CHECK(result.at("from").as_string() == "ob");
    CHECK(result.at("us").to_number<double>() > 0);

    all.app.ask("ob.none");
    auto error = record(monitor->read_line_with("\"kind\":\"error\""));
    CHECK(error.at("code").as_string() == "no-such-method");
    CHECK(error.at("name").as_string() == "ob.none");
    CHECK(error.at("from").as_string() == "fairlead");
    tool.emit("news", "[1,2]");
    auto event = record(monitor->read_line_with("\"kind\":\"event\""));
    CHECK(event.at("name").as_string() == "news");
    CHECK(event.at("payload").as_string() == "[1,2]");
    monitor->signal(SIGINT);
    CHECK(monitor->wait() == 128 + SIGINT);
}

TEST_CASE("what is too much for a monitor is counted and told, and nobody waits", "[system][tap]") {
    monitored_app all;
    const auto monitor = all.monitor({"--rate", "5", "--method", "ob.*"});
    all.wait_until_it_looks(*monitor);
    for (int i = 0; i < 200; ++i) all.app.value("ob.echo", "[1]");
    const auto told = record(monitor->read_line_with("skipped"));
    CHECK(told.at("skipped").to_number<int>() > 0);

    // One that does not read at all.
    monitor->signal(SIGSTOP);
    for (int i = 0; i < 3'000; ++i) all.app.value("ob.echo", "[1]");
    monitor->signal(SIGCONT);
    CHECK_THAT(monitor->read_line_with("skipped"), Contains("{\"skipped\":"));
    CHECK(all.app.value("ob.echo", "[1]") == "[1]");
}

TEST_CASE("a monitor that does not read loses records, never holds up a call", "[system][tap]") {
    monitored_app all;
    const auto monitor = all.monitor({"--rate", "20000", "--payload", "4096"});
    all.wait_until_it_looks(*monitor);
    monitor->signal(SIGSTOP);
    const std::string large = "[\"" + std::string(3'000, 'x') + "\"]";
    for (int i = 0; i < 2'000; ++i) all.app.value("ob.echo", large);  // Far more than its window.
    CHECK_THAT(all.app.broker.log(), !Contains("monitor") && !Contains("was cut"));
    monitor->signal(SIGCONT);
    // Told in parts: before it stopped to read, and since it reads again.
    for (int skipped = 0; skipped <= 1'000;)
        skipped += record(monitor->read_line_with("skipped")).at("skipped").to_number<int>();
}

TEST_CASE("only errors, if that is what was asked for", "[system][tap]") {
    monitored_app all;
    const auto monitor = all.monitor({"--errors", "--count", "2"});
    all.wait_until_it_looks(*monitor, "ob.none");
    all.app.value("ob.echo", "[1]");
    all.app.ask("ob.none");
    const auto said = monitor->read_all();
    CHECK(std::ranges::count(said, '\n') == 1);  // The first was read already.
    CHECK(said.find("result") == std::string::npos);
    CHECK_THAT(said, Contains(R"("kind":"error")"));
    CHECK(monitor->wait() == 0);
}

TEST_CASE("what ends with a peer is seen when it ends", "[system][tap]") {
    monitored_app all;
    auto brief = all.app.broker.plugin("brief");
    brief.offer("brief.answer");
    brief.ready();
    const auto monitor = all.monitor({"--errors", "--method", "brief.*"});
    all.wait_until_it_looks(*monitor, "brief.none");
    all.app.tool.call("brief.answer");
    brief.expect(wire::frame_kind::call);
    brief.leave();
    const auto error = record(monitor->read_line_with("brief.answer"));
    CHECK(error.at("code").as_string() == "backend-gone");
    CHECK(error.at("to").as_string() == "tool");
}

TEST_CASE("only tools may look", "[system][tap]") {
    monitored_app all;
    auto spy = all.app.broker.plugin("spy");
    spy.call("fairlead.control.monitor", "[]", 20'000);
    for (;;) {
        const auto answer = spy.next();
        if (answer.header.kind != wire::frame_kind::error) continue;
        CHECK(answer.code() == errc::denied);
        break;
    }
    // A tool that takes no stream is told so.
    CHECK(all.app.ask("fairlead.control.monitor").code() == errc::bad_arguments);
}

TEST_CASE("sixteen may look, and one that goes makes room", "[system][tap]") {
    monitored_app all;
    std::uint64_t last = 1'000;
    const auto look = [&](scripted_peer& by) {
        const auto request = static_cast<request_id>(++last);
        by.send_named({.kind = wire::frame_kind::call,
                       .flags = wire::frame_flag::takes_items,
                       .request = request},
                      "fairlead.control.monitor", R"([{"method":"none"}])");
        return request;
    };
    const auto refusal = [](scripted_peer& by, request_id request) {
        const auto answer = by.next(patience());
        CHECK(answer.header.request == request);
        return answer.code();
    };
    auto tool = std::make_optional(all.app.broker.tool("many"));
    for (int i = 0; i < 15; ++i) look(*tool);
    const auto sixteenth = look(*tool);
    CHECK(refusal(*tool, look(*tool)) == errc::overloaded);

    tool->cancel(sixteenth);
    CHECK(refusal(*tool, sixteenth) == errc::cancelled);
    look(*tool);
    CHECK(refusal(*tool, look(*tool)) == errc::overloaded);

    // All of a tool that dies go with it.
    tool.reset();
    eventually("there is room again", [&] {
        auto next = all.app.broker.tool("next");
        look(next);
        return next.everything_until_pong().empty();
    });
}
