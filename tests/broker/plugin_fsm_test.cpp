// SPDX-License-Identifier: MIT
//
// plugin_fsm_test — a plugin's life without processes and without a clock.
#include "broker/supervision/plugin_fsm.hpp"
#include "tests/support/catch.hpp"

using namespace fairlead::broker;
using namespace fairlead::broker::supervision;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;
using config::restart_when;

namespace {

struct life {
    plugin_fsm fsm;
    plugin_fsm::time_point now{1h};

    explicit life(config::plugin_config rules = {}) : fsm{rules} {}

    plugin_step want(std::string const& missing = {}) { return fsm.want(missing, now); }
    plugin_step die(death how = death::failure) { return fsm.on_end(how, "signal 9", now); }
    plugin_step alarm() { return fsm.on_alarm(now); }
    void get_ready() {
        want();
        fsm.on_ready();
    }
};

config::plugin_config restarted(restart_when when) {
    config::plugin_config rules;
    rules.restart.when = when;
    return rules;
}

}  // namespace

TEST_CASE("wanted, started, ready", "[broker][supervision]") {
    life one;
    CHECK(one.fsm.state() == plugin_state::stopped);
    const auto start = one.want();
    CHECK(start.spawn);
    CHECK(start.alarm_in == 10'000ms);
    CHECK_FALSE(one.want().spawn);
    const auto ready = one.fsm.on_ready();
    CHECK(ready.entered);
    CHECK(ready.no_alarm);
    CHECK(one.fsm.state() == plugin_state::ready);
    CHECK_FALSE(one.fsm.on_ready().entered);
}

TEST_CASE("who needs others waits without a process, and says for whom", "[broker][supervision]") {
    life one;
    CHECK_FALSE(one.want("db, cache").spawn);
    CHECK(one.fsm.state() == plugin_state::starting);
    CHECK(one.fsm.reason() == "waits for db, cache");
    CHECK_FALSE(one.fsm.on_ready().entered);
    CHECK(one.fsm.requirements("cache", one.now).entered);
    CHECK_FALSE(one.fsm.requirements("cache", one.now).entered);
    CHECK(one.fsm.requirements("", one.now).spawn);
    CHECK(one.fsm.reason().empty());
    // Once it runs, what becomes of the others is not its business.
    CHECK_FALSE(one.fsm.requirements("db", one.now).entered);
}

TEST_CASE("who waits for others can be stopped", "[broker][supervision]") {
    life one;
    one.want("db");
    const auto stop = one.fsm.stop(false);
    CHECK_FALSE(stop.say_goodbye);
    CHECK(one.fsm.state() == plugin_state::stopped);
    CHECK_FALSE(one.fsm.requirements("", one.now).spawn);
}

TEST_CASE("too late is killed, dies, and is tried again", "[broker][supervision]") {
    life one;
    one.want();
    one.now += 10s;
    CHECK(one.alarm().kill);
    CHECK(one.fsm.killed_because() == "not ready within 10 s");
    const auto again = one.die();
    CHECK(one.fsm.state() == plugin_state::restarting);
    CHECK(again.alarm_in == 0ms);
    CHECK(one.alarm().spawn);
    CHECK(one.fsm.killed_because().empty());
    CHECK(one.fsm.restarts() == 1);
}

TEST_CASE("a lost session leaves half a second to end", "[broker][supervision]") {
    life one;
    one.get_ready();
    CHECK(one.fsm.on_session_lost().alarm_in == 500ms);
    CHECK(one.alarm().kill);
    CHECK_THAT(one.fsm.killed_because(), Contains("lost its session"));
}

TEST_CASE("a loop that does not answer is killed once", "[broker][supervision]") {
    life one;
    one.want();
    CHECK_FALSE(one.fsm.on_hung(10s).kill);  // Whoever starts may block as long as it likes.
    one.fsm.on_ready();
    CHECK(one.fsm.on_hung(10s).kill);
    CHECK(one.fsm.killed_because() == "its loop has not answered for 10.0 s");
    one.fsm.on_session_lost();
    one.alarm();
    CHECK(one.fsm.killed_because() == "its loop has not answered for 10.0 s");
}

TEST_CASE("stop drains, and kills what does not finish", "[broker][supervision]") {
    life one;
    one.get_ready();
    const auto stop = one.fsm.stop(false);
    CHECK(stop.say_goodbye);
    CHECK(stop.alarm_in == 2'000ms);
    CHECK(one.fsm.state() == plugin_state::draining);
    CHECK_FALSE(one.fsm.stop(false).say_goodbye);
    CHECK_FALSE(one.fsm.on_session_lost().alarm_in);
    CHECK(one.alarm().kill);
    CHECK(one.die().no_alarm);
    CHECK(one.fsm.state() == plugin_state::stopped);
    CHECK(one.want().spawn);
}

TEST_CASE("wanted again while it drains, it comes back at once", "[broker][supervision]") {
    const bool by_restart = GENERATE(true, false);
    life one;
    one.get_ready();
    one.fsm.stop(by_restart);
    if (!by_restart) one.want();
    CHECK(one.die(death::clean).spawn);
    CHECK(one.fsm.state() == plugin_state::starting);
    CHECK(one.fsm.restarts() == 0);
}

TEST_CASE("what ends by itself is started again as its policy says", "[broker][supervision]") {
    struct row {
        restart_when when;
        death how;
        plugin_state then;
    };
    const auto [when, how, then] =
        GENERATE(row{restart_when::always, death::clean, plugin_state::restarting},
                 row{restart_when::always, death::failure, plugin_state::restarting},
                 row{restart_when::always, death::not_executable, plugin_state::failed},
                 row{restart_when::on_failure, death::clean, plugin_state::stopped},
                 row{restart_when::on_failure, death::failure, plugin_state::restarting},
                 row{restart_when::never, death::clean, plugin_state::stopped},
                 row{restart_when::never, death::failure, plugin_state::failed});
    life one{restarted(when)};
    one.get_ready();
    one.die(how);
    CHECK(one.fsm.state() == then);
}

TEST_CASE("a crash loop ends, and whoever asks may begin it anew", "[broker][supervision]") {
    life one;
    one.want();
    for (int i = 0; i < 5; ++i) {
        one.die();
        REQUIRE(one.fsm.state() == plugin_state::restarting);
        one.alarm();
    }
    one.die();
    CHECK(one.fsm.state() == plugin_state::failed);
    CHECK(one.fsm.reason() == "it died 6 times within 30 s, the last time by signal 9");
    CHECK(one.want().spawn);
    one.die();
    CHECK(one.fsm.state() == plugin_state::restarting);
}

TEST_CASE("sustained uptime makes its first restart immediate again", "[broker][supervision]") {
    life one;
    one.get_ready();
    CHECK(one.die().alarm_in == 0ms);
    one.alarm();
    CHECK(one.die().alarm_in == 100ms);
    one.alarm();
    one.fsm.on_ready();
    one.now += 11s;
    CHECK(one.die().alarm_in == 0ms);
}

TEST_CASE("a successor that is not ready yet has the rest of its own time",
          "[broker][supervision]") {
    life one;
    one.get_ready();
    const auto step = one.fsm.replaced_by_starting(one.now, 7s);
    CHECK(step.alarm_in == 7'000ms);
    CHECK(one.fsm.state() == plugin_state::starting);
    CHECK(one.fsm.on_ready().entered);
}
