// SPDX-License-Identifier: MIT
//
// flow_test — one subscriber is stopped in the middle of a flood of events: it alone has what its
// topic's rule says of it, the others have everything, and the log names it.
#include "tests/support/catch.hpp"
#include "tests/support/paths.hpp"
#include "tests/support/process_figures.hpp"
#include "tests/system/broker_app.hpp"

#include <unistd.h>

#include <csignal>
#include <fstream>
#include <regex>

using namespace fairlead;
using namespace fairlead::tests;
using Catch::Matchers::Contains;
using namespace std::chrono_literals;
using wire::frame_kind;

namespace {

constexpr std::uint64_t flood = 200'000;
constexpr std::uint64_t block = 500;  // After so many a subscriber says how far it is.

// How far ahead of the subscriber that is awake the emitter may be: less than fits into its queue;
// and less than fits into its ring, where more would be replaced.
constexpr std::uint64_t beside_the_ring = 30'000;
constexpr std::uint64_t in_the_ring = 1'000;

/// A subscriber in a process of its own.
class subscriber {
public:
    subscriber(broker_process const& broker, std::string name, std::string const& topic)
        : name_{std::move(name)}, program_{{.program = program_dir().parent_path() /
                                                       "tests/counting_subscriber",
                                            .args = {broker.socket().string(), name_, topic, "sum"},
                                            .environment = {}}} {
        program_.read_line_with("ready");
    }
    ~subscriber() { go_on(); }  // Or it would not hear that it is to end.
    subscriber(subscriber const&) = delete;
    subscriber& operator=(subscriber const&) = delete;

    void stop() {
        program_.signal(SIGSTOP);
        eventually(name_ + " is stopped", [&] {
            std::ifstream stat{"/proc/" + std::to_string(program_.pid()) + "/stat"};
            std::string number, program, state;
            return (stat >> number >> program >> state) && state == "T";
        });
    }
    void go_on() { program_.signal(SIGCONT); }

    /// "tool 'stopped' (pid 4711)".
    std::string as_in_the_log() const {
        return "tool '" + name_ + "' (pid " + std::to_string(program_.pid()) + ")";
    }
    void wait_until_taken(std::uint64_t events) {
        program_.read_line_with("took " + std::to_string(events));
    }
    struct sum {
        std::uint64_t events, first, last;
        bool ordered;
    };
    sum wait_for_sum() {
        const auto line = program_.read_line_with("events ");
        std::smatch parts;
        if (!std::regex_match(line, parts,
                              std::regex{"events (\\d+) first (\\d+) last (\\d+) ordered (\\d)"}))
            throw std::runtime_error{"not a sum: " + line};
        return {std::stoull(parts[1]), std::stoull(parts[2]), std::stoull(parts[3]),
                parts[4] == "1"};
    }
    std::string wait_for_end() { return program_.read_line_with("ended "); }

private:
    std::string name_;
    child program_;
};

struct flow_app : broker_app {
    std::string topic;
    scripted_peer emitter = broker.tool("emitter");
    scripted_peer watcher = broker.tool("watcher");
    subscriber stopped{broker, "stopped", topic};
    subscriber awake{broker, "awake", topic};

    explicit flow_app(std::string const& rule, std::string name = "flood")
        : broker_app{{.fairlead_json = R"({"topics":{")" + name + R"(":")" + rule + "\"}}"}},
          topic{std::move(name)} {
        stopped.stop();
    }

    /// Into its ring and what the peer itself keeps beside it.
    void push(std::uint64_t number) {
        static const std::string padding(500, 'x');
        const auto length = wire::encode_name_length(topic);
        std::string payload{wire::as_text(length)};
        payload.append(topic).append("[" + std::to_string(number) + ",\"" + padding + "\"]");
        emitter.push({.kind = frame_kind::event, .flags = wire::frame_flag::named}, payload);
    }
    void emit_flood(std::uint64_t ahead = beside_the_ring) {
        for (std::uint64_t n = 0; n < flood; ++n) {
            push(n);
            if (n % 100 == 99) emitter.emit("unheard");  // Shows all, and waits for room.
            if (n % block == block - 1 && n > ahead) awake.wait_until_taken(n + 1 - ahead);
        }
        emitter.emit("sum", "[\"sum\"]");
    }
    std::uint64_t counter(std::string const& name) {
        watcher.call("fairlead.list");
        const auto list = watcher.expect(frame_kind::result).payload;
        std::smatch value;
        if (!std::regex_search(list, value, std::regex{"\"" + name + "\":(\\d+)"}))
            throw std::runtime_error{"no counter " + name + " in " + list};
        return std::stoull(value[1]);
    }
    /// Resident memory of the broker at its highest, in bytes.
    std::size_t memory_at_most() const {
        std::ifstream status{"/proc/" + std::to_string(broker.pid()) + "/status"};
        for (std::string word; status >> word;) {
            std::size_t kilobytes = 0;
            if (word == "VmHWM:" && status >> kilobytes) return kilobytes << 10;
        }
        throw std::runtime_error{"the broker has no memory"};
    }
    /// Of one core, since it was started.
    std::chrono::duration<double> time_used() const {
        std::ifstream stat{"/proc/" + std::to_string(broker.pid()) + "/stat"};
        std::string word;
        for (int field = 1; field <= 13; ++field) stat >> word;  // Its name has no spaces.
        double user = 0, system = 0;
        stat >> user >> system;
        return std::chrono::duration<double>{(user + system) /
                                             static_cast<double>(::sysconf(_SC_CLK_TCK))};
    }
    void check_awake_has_all(std::uint64_t events = flood) {
        const auto sum = awake.wait_for_sum();
        CHECK(sum.events == events);
        CHECK(sum.first == 0);
        CHECK(sum.last == events - 1);
        CHECK(sum.ordered);
    }
    void check_log_names_the_stopped_one() {
        broker.wait_for_log(stopped.as_in_the_log() + " does not read fast enough: ");
        CHECK_THAT(broker.log(), Contains(" wait for it since ") && Contains(" topic=flood"));
        CHECK(broker.log().find("'awake'") == std::string::npos);
    }
};

constexpr std::size_t mib = 1u << 20;

}  // namespace

TEST_CASE("a stopped subscriber loses the oldest events, and nobody else any", "[system][flow]") {
    flow_app app{"drop-oldest"};
    const auto before = app.memory_at_most();
    app.emit_flood();
    app.check_awake_has_all();
    app.check_log_names_the_stopped_one();
    // 100 MiB were emitted. 32 may wait for the stopped one, and 20 for the one that is awake.
    if (memory_is_given_back) CHECK(app.memory_at_most() - before < 80 * mib);
    app.stopped.go_on();
    const auto sum = app.stopped.wait_for_sum();
    CHECK(sum.ordered);
    CHECK(sum.first == 0);  // Those lay in its ring.
    CHECK(sum.last == flood - 1);
    CHECK(sum.events > 20'000);
    CHECK(sum.events + app.counter("eventsDropped") == flood);
}

TEST_CASE("a stopped subscriber of a state gets the latest", "[system][flow]") {
    flow_app app{"keep-latest"};
    app.emit_flood(in_the_ring);
    app.check_awake_has_all();
    app.check_log_names_the_stopped_one();
    app.stopped.go_on();
    const auto sum = app.stopped.wait_for_sum();
    CHECK(sum.ordered);
    CHECK(sum.last == flood - 1);
    CHECK(sum.events < 5'000);  // What lay in its ring, and one more.
    CHECK(app.counter("eventsDropped") == 0);
    CHECK(app.counter("eventsReplaced") >= flood - sum.events);
}

TEST_CASE("a stopped subscriber of a strict topic is cut, and hears why", "[system][flow]") {
    flow_app app{"cut"};
    app.emit_flood();
    app.check_awake_has_all();
    app.broker.wait_for_log(app.stopped.as_in_the_log() +
                            " was cut: it does not take events of 'flood': 3");
    app.stopped.go_on();
    CHECK(app.stopped.wait_for_end() == "ended overloaded");
}

TEST_CASE("where nothing may be lost the emitter waits, and goes on by itself", "[system][flow]") {
    flow_app app{"block"};
    constexpr std::uint64_t events = 10'000;  // Several rings full.
    for (std::uint64_t n = 0; n < events; ++n) app.push(n);
    app.emitter.flush();
    const auto is_read_no_more = [&] {
        app.emitter.flush();
        auto const& words = app.emitter.control_words(0);
        return app.counter("emittersPaused") >= 1 && app.emitter.channel().out().overflow_bytes() &&
               words.written.load() > words.read.load();
    };
    eventually("the emitter is paused", is_read_no_more);
    app.broker.wait_for_log("tool 'emitter' (pid " + std::to_string(::getpid()) + ") waits for " +
                            app.stopped.as_in_the_log() + ", which does not take events: ");
    CHECK(is_read_no_more());
    // The broker sleeps and wakes for others until it has forgotten to look at the paused ring.
    int naps = 0;
    eventually("the broker has slept often", [&] { return app.counter("calls") && ++naps == 30; });
    CHECK(is_read_no_more());
    app.stopped.go_on();
    app.emitter.emit("sum", "[\"sum\"]");
    app.check_awake_has_all(events);
    const auto sum = app.stopped.wait_for_sum();
    CHECK(sum.events == events);
    CHECK(sum.ordered);
    CHECK(app.counter("eventsDropped") == 0);

    // Once more, after a sleep of all.
    app.push(0);
    app.emitter.emit("sum", "[\"sum\"]");
    CHECK(app.stopped.wait_for_sum().events == 1);
    CHECK(app.awake.wait_for_sum().events == 1);
}

TEST_CASE("a flood arrives whole and in order where nothing may be lost", "[system][flow]") {
    flow_app app{"block"};
    app.stopped.go_on();
    app.emit_flood(flood);
    app.check_awake_has_all();
    const auto sum = app.stopped.wait_for_sum();
    CHECK(sum.events == flood);
    CHECK(sum.ordered);
    CHECK(app.counter("eventsDropped") == 0);
    CHECK(app.broker.log().find("was cut") == std::string::npos);
}

TEST_CASE("an emitter does not wait for ever", "[system][flow]") {
    flow_app app{"block"};
    constexpr std::uint64_t events = 10'000;
    for (std::uint64_t n = 0; n < events; ++n) app.push(n);
    app.emitter.emit("sum", "[\"sum\"]");  // Shown when the broker listens again.
    app.check_awake_has_all(events);
    app.broker.wait_for_log(app.stopped.as_in_the_log() + " was cut: tool 'emitter' (pid ");
    CHECK(app.time_used() < 3s);  // It slept: the unread ring of a paused emitter is no work.
    CHECK_THAT(app.broker.log(), Contains("has waited 5 s for it to take events of 'flood'"));
    app.stopped.go_on();
    CHECK(app.stopped.wait_for_end() == "ended overloaded");
}
