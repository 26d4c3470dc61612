// SPDX-License-Identifier: MIT
//
// confinement_test — plugins that want too much, under a broker.
#include "tests/support/catch.hpp"
#include "tests/system/plugin_app.hpp"

#include <sched.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <ctime>
#include <fstream>

using namespace fairlead;
using namespace fairlead::tests;
using Catch::Matchers::Contains;
using wire::frame_kind;
using namespace std::chrono_literals;

namespace {

std::string shell_json(std::string const& script, std::string const& more) {
    return R"({"name":"sh","exec":"/bin/sh","args":["-c",")" + script + "\"]," + more + "}";
}

/// A plugin of the SDK that does one thing wrong (cli/bench/misbehaving_plugin.hpp).
std::string bench_json(std::string const& how, std::string const& more) {
    return R"({"name":"bad","exec":")" + (program_dir() / "fairlead").string() +
           R"(","args":["bench-plugin",")" + how + "\"]," + more + "}";
}

std::string pid_in(std::string const& status) {
    const auto at = status.find(R"("pid":)");
    return status.substr(at, status.find(',', at) - at);
}

/// By its policy, or by the weight of its session: which of them can be had is the machine's.
bool comes_last(pid_t pid) {
    std::ifstream file{"/proc/" + std::to_string(pid) + "/autogroup"};
    std::string group;
    std::getline(file, group);
    return ::sched_getscheduler(pid) == SCHED_IDLE || group.ends_with("nice 19");
}

std::chrono::nanoseconds processor_time_of(pid_t pid) {
    clockid_t its_own{};
    timespec used{};
    REQUIRE(::clock_getcpuclockid(pid, &its_own) == 0);
    REQUIRE(::clock_gettime(its_own, &used) == 0);
    return std::chrono::seconds{used.tv_sec} + std::chrono::nanoseconds{used.tv_nsec};
}

}  // namespace

TEST_CASE("a plugin that forks without end is ended, and named", "[system]") {
    plugin_app app{shell_json("while :; do sleep 100 & done",
                              R"("limits":{"processes":20},"restart":"never")")};
    app.wait_for_state("sh", "failed");
    CHECK_THAT(app.status("sh"), Contains("processes, more than its limit"));
    app.broker.wait_for_log("plugin 'sh' is given up: it had ");
}

TEST_CASE("a plugin that takes all memory meets its limit, not the machine's", "[system]") {
    plugin_app app{shell_json("x=aaaaaaaaaaaaaaaa; while :; do x=$x$x; done",
                              R"("limits":{"memory":"64MiB"},"restart":"never")")};
    app.wait_for_state("sh", "failed");
    const auto status = app.status("sh");
    const std::string key = R"("memoryPeakKiB":)";
    const auto at = status.find(key);
    REQUIRE(at != status.npos);
    CHECK(std::atol(status.c_str() + at + key.size()) < 80 * 1'024);
}

TEST_CASE("a plugin that fills its log is slowed down, and named", "[system]") {
    plugin_app app{obedient_json("ob") + "," +
                   shell_json("while :; do echo there is more to say; done", R"("startup":"60s")")};
    app.broker.wait_for_log("lines skipped)");
    CHECK_THAT(app.broker.log(), Contains("[sh] there is more to say") && Contains("[sh] ("));
    for (int i = 0; i < 100; ++i) REQUIRE(app.value("ob.echo", "[1]") == "[1]");
    // Whoever is slow to be read is still ended at once, and its last lines are there.
    app.value("fairlead.plugin.stop", R"(["sh"])");
    CHECK_THAT(app.status("sh"), Contains(R"("state":"stopped")"));
}

TEST_CASE("a plugin whose own loop never ends is killed, with the call that it was", "[system]") {
    plugin_app app{obedient_json("ob") + "," + bench_json("spin", R"("hang":"300ms")")};
    app.wait_for_state("bad", "ready");
    const auto endless = app.tool.call("bad.Spin", "[]", 20'000);
    CHECK(app.value("ob.echo", "[1]") == "[1]");
    const auto error = app.tool.expect(frame_kind::error);
    CHECK(error.header.request == endless);
    CHECK(error.code() == errc::backend_gone);
    eventually("the report is there", [&] {
        return app.status("bad").find("its loop has not answered for 0.") != std::string::npos;
    });
    CHECK_THAT(app.status("bad"), Contains(R"("unanswered":["bad.Spin"])"));
    app.broker.wait_for_log("plugin 'bad' is killed: its loop has not answered");
}

TEST_CASE("a handler that never ends holds up nobody, and is not a hang", "[system]") {
    plugin_app app{obedient_json("ob") + "," +
                   bench_json("spin-thread", R"("hang":"200ms","limits":{"cpu":0.5})")};
    app.wait_for_state("bad", "ready");
    const auto before = app.status("bad");
    app.tool.call("bad.Spin", "[]", 500);
    const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds{1'000};
    bool timed_out = false;
    while (std::chrono::steady_clock::now() < until || !timed_out) {
        const auto request = app.tool.call("ob.echo", "[1]", 20'000);
        for (auto answer = app.tool.next(); answer.header.request != request;
             answer = app.tool.next())
            timed_out = timed_out || answer.code() == errc::timeout;
    }
    CHECK(pid_in(app.status("bad")) == pid_in(before));
    CHECK_THAT(app.status("bad"), Contains("0.5 processor cores"));
}

TEST_CASE("a plugin that computes and says nothing comes behind all others, by name, unless it may",
          "[system]") {
    plugin_app app{obedient_json("ob", R"(,"hang":false)") + "," +
                   obedient_json("free", R"(,"hang":false,"limits":{"throttle":false})")};
    const auto pid = app.pid_of("ob.pid"), free_pid = app.pid_of("free.pid");
    CHECK(::getsid(pid) == pid);
    const auto toil = app.tool.call("ob.toil", "[]", 120'000);
    app.tool.call("free.toil", "[]", 120'000);
    for (const std::chrono::seconds so_long : {2s, 4s, 6s}) {
        if (so_long < 5s)
            eventually("it has computed", [&] { return processor_time_of(pid) > so_long; });
        eventually("the other has computed", [&] { return processor_time_of(free_pid) > so_long; });
    }
    eventually("it is named",
               [&] { return app.status("ob").find(R"("throttled":true)") != std::string::npos; });
    CHECK(app.broker.log().find("plugin 'ob' is throttled: it keeps a processor busy") !=
          std::string::npos);
    CHECK_THAT(app.status("ob"), Contains(R"("state":"ready")"));
    CHECK(comes_last(pid));
    CHECK_FALSE(comes_last(free_pid));
    CHECK_THAT(app.status("free"), Contains(R"("throttled":false)"));

    ::kill(free_pid, SIGUSR1);
    ::kill(pid, SIGUSR1);
    eventually("it has answered", [&] {
        const auto answer = app.tool.next();
        return answer.header.request == toil && answer.header.kind == frame_kind::result;
    });
    app.broker.wait_for_log("plugin 'ob' is not throttled any more");
    CHECK_THAT(app.status("ob"), Contains(R"("throttled":false)"));
    CHECK(app.pid_of("ob.pid") == pid);
}

TEST_CASE("the status says what is in force", "[system]") {
    // A sanitizer's runtime reads its suppressions at the start of each program.
    const auto suppressions = (source_root() / "cmake/suppressions").native();
    plugin_app app{obedient_json("ob", R"(,"limits":{"files":99},"sandbox":{"read":[")" +
                                           suppressions + R"("],"write":["data"]})")};
    CHECK(app.value("ob.echo", "[1]") == "[1]");
    CHECK_THAT(app.status("ob"), Contains(R"("inForce":["no new privileges","99 open files)"));
    CHECK_THAT(app.status("ob"), Contains("Landlock") || Contains("this kernel has no Landlock"));
}
