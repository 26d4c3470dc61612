// SPDX-License-Identifier: MIT
//
// supervisor_test — plugins that need each other, sleep, hang, are stopped and replaced; and
// nothing that is left, whoever is killed.
#include "tests/support/catch.hpp"
#include "tests/system/plugin_app.hpp"

#include <csignal>

using namespace fairlead;
using namespace fairlead::tests;
using Catch::Matchers::Contains;
using wire::frame_kind;

namespace {

std::string named(std::string const& name) { return "[\"" + name + "\"]"; }

}  // namespace

TEST_CASE("nothing of a plugin outlives the broker, the guardian or itself", "[system]") {
    enum class victim { broker, guardian, plugin };
    const auto who = GENERATE(victim::broker, victim::guardian, victim::plugin);
    plugin_app app;
    const auto plugin = app.pid_of("ob.pid");
    const auto child = app.pid_of("ob.spawn");
    const auto stray = app.pid_of("ob.stray");
    const auto guardian = parent_of(plugin);
    CAPTURE(static_cast<int>(who), plugin, child, stray, guardian);
    REQUIRE(runs(stray));
    REQUIRE(parent_of(guardian) == app.broker.pid());

    ::kill(who == victim::broker     ? app.broker.pid()
           : who == victim::guardian ? guardian
                                     : plugin,
           SIGKILL);
    eventually("all have ended",
               [&] { return !runs(plugin) && !runs(child) && !runs(stray) && !runs(guardian); });
    if (who == victim::broker) return;
    CHECK(app.pid_of("ob.pid") != plugin);
    app.broker.wait_for_log("plugin 'ob' ended: ");
    CHECK_THAT(app.broker.log(),
               Contains(who == victim::guardian ? "its guardian was ended" : "signal 9 (Killed)"));
}

TEST_CASE("a guardian that was stopped holds up nobody", "[system]") {
    plugin_app app;
    const auto plugin = app.pid_of("ob.pid");
    ::kill(parent_of(plugin), SIGSTOP);
    ::kill(plugin, SIGKILL);
    eventually("another answers", [&] {
        const auto answer = app.ask("ob.pid");
        return answer.header.kind == frame_kind::result && answer.payload != std::to_string(plugin);
    });
}

TEST_CASE("who needs others waits for them, and says so", "[system]") {
    plugin_app app{obedient_json("app", R"(,"requires":["db"])") + "," +
                   R"({"name":"db","exec":"/bin/sh","args":["-c","exec sleep 100"]})"};
    CHECK_THAT(app.status("app"),
               Contains(R"("state":"starting","reason":"waits for db","pid":0)"));
    CHECK_THAT(app.status("app"), Contains(R"("requires":["db"])"));
    app.value("fairlead.plugin.stop", named("app"));
    CHECK_THAT(app.status("app"), Contains(R"("state":"stopped")"));
}

TEST_CASE("what is needed gets ready first", "[system]") {
    plugin_app app{obedient_json("app", R"(,"requires":["db"])") + "," +
                   obedient_json("db", R"(,"lazy":true,"methods":["db.echo"])")};
    app.wait_for_state("app", "ready");
    const auto log = app.broker.log();
    CHECK(log.find("[db] db serves") < log.find("[app] app serves"));
}

TEST_CASE("a lazy plugin is started by its first call, and listed before", "[system]") {
    plugin_app app{obedient_json("ob", R"(,"lazy":true,"methods":["ob.echo","ob.pid"])")};
    CHECK_THAT(app.status("ob"), Contains(R"("state":"stopped","reason":"starts with its first)"));
    CHECK_THAT(app.value("fairlead.methods"), Contains(R"({"name":"ob.echo","peer":"ob"})"));
    CHECK(app.ask("ob.hang").code() == errc::no_such_method);
    CHECK_THAT(app.status("ob"), Contains("stopped"));
    CHECK(app.value("ob.echo", "[7]") == "[7]");
    CHECK_THAT(app.status("ob"), Contains(R"("state":"ready")"));
    // Stopped by hand, it stays so until it is started by hand.
    app.value("fairlead.plugin.stop", named("ob"));
    CHECK(app.ask("ob.echo").code() != errc{});
    CHECK_THAT(app.value("fairlead.plugin.start", named("ob")), Contains(R"("state":"ready")"));
    CHECK(app.value("ob.echo", "[8]") == "[8]");
}

TEST_CASE("a plugin is stopped, started and restarted when somebody asks", "[system]") {
    plugin_app app;
    const auto first = app.pid_of("ob.pid");
    CHECK_THAT(app.value("fairlead.plugin.stop", named("ob")), Contains(R"("state":"stopped")"));
    CHECK_FALSE(runs(first));
    CHECK_THAT(app.value("fairlead.plugin.start", named("ob")), Contains(R"("state":"ready")"));
    const auto second = app.pid_of("ob.pid");
    CHECK_THAT(app.value("fairlead.plugin.restart", named("ob")), Contains(R"("state":"ready")"));
    CHECK(app.pid_of("ob.pid") != second);
    CHECK_THAT(app.status("ob"), Contains(R"("restarts":0)"));
    CHECK(app.ask("fairlead.plugin.stop", named("nobody")).code() == errc::no_such_method);
    CHECK(app.ask("fairlead.plugin.stop").code() == errc::bad_arguments);
    CHECK_THAT(app.value("fairlead.plugin.status"), Contains(R"([{"name":"ob")"));
}

TEST_CASE("a plugin whose loop is stopped is killed with a report, a busy one is not", "[system]") {
    plugin_app app{obedient_json("ob", R"(,"hang":"300ms")")};
    const auto pid = app.pid_of("ob.pid");
    const auto hanging = app.tool.call("ob.hang");
    // A handler that takes its time: the loop answers pings all along.
    const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds{1'000};
    while (std::chrono::steady_clock::now() < until) CHECK(app.pid_of("ob.pid") == pid);

    ::kill(pid, SIGSTOP);
    const auto error = app.tool.expect(frame_kind::error);
    CHECK(error.header.request == hanging);
    CHECK(error.code() == errc::backend_gone);
    CHECK(app.pid_of("ob.pid") != pid);
    const auto status = app.status("ob");
    CHECK_THAT(status, Contains("its loop has not answered for 0."));
    CHECK_THAT(status, Contains(R"("unanswered":["ob.hang"])"));
    CHECK_THAT(status, Contains(R"("lastLines":["ob serves"])"));
}

TEST_CASE("a crash report is in the log, in a file and in the status", "[system]") {
    plugin_app app;
    app.ask("ob.crash");
    app.broker.wait_for_log("ob | without a newline");
    CHECK_THAT(app.status("ob"),
               Contains(R"("lastLines":["ob serves","told to crash","without a)"));
    CHECK_THAT(app.status("ob"), Contains(R"("unanswered":["ob.crash"])"));
    std::size_t reports = 0;
    for (auto const& file :
         std::filesystem::directory_iterator{app.folder.path() / "state/fairlead/test-app/crashes"})
        reports += file.path().extension() == ".json" ? 1 : 0;
    CHECK(reports == 1);
}

TEST_CASE("a page cannot start or stop plugins", "[system]") {
    plugin_app app;
    auto host = app.broker.host();
    host.invoke(R"(C{"name":"fairlead.plugin.stop","args":["ob"],"callbackID":"1"})");
    CHECK_THAT(host.expect(frame_kind::callback).payload, Contains("denied"));
    CHECK(app.value("ob.echo", "[1]") == "[1]");
}
