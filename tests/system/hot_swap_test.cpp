// SPDX-License-Identifier: MIT
//
// hot_swap_test — a new build takes over while calls go on.
#include "tests/support/catch.hpp"
#include "tests/support/process_figures.hpp"
#include "tests/system/plugin_app.hpp"

#include <csignal>
#include <set>

using namespace fairlead;
using namespace fairlead::tests;
using Catch::Matchers::Contains;
using wire::frame_kind;

namespace {

constexpr auto reload = "fairlead.plugin.reload";

/// In KiB, without the rings: those are touched bit by bit, by the calls of the test itself.
long private_memory_of(pid_t pid) {
    std::ifstream status{"/proc/" + std::to_string(pid) + "/status"};
    long kib = 0;
    for (std::string word; status >> word;)
        if (word == "RssAnon:") status >> kib;
    return kib;
}

long children_of(pid_t pid) {
    const auto number = std::to_string(pid);
    std::ifstream list{"/proc/" + number + "/task/" + number + "/children"};
    long count = 0;
    for (long child; list >> child;) ++count;
    return count;
}

}  // namespace

TEST_CASE("a reload loses no call, and the old build finishes what it had begun", "[system]") {
    plugin_app app;
    const auto before = app.pid_of("ob.pid");
    std::set<request_id> open;
    const auto lingering = app.tool.call("ob.linger");
    const auto reloading = app.tool.call(reload, "[\"ob\"]");
    bool reloaded = false, lingered = false;
    int answers = 0;
    // Calls all the while; each is answered by whoever is in charge.
    while (!reloaded || !lingered) {
        open.insert(app.tool.call("ob.echo", "[1]"));
        const auto answer = app.tool.next();
        INFO(to_text(answer));
        REQUIRE(answer.header.kind == frame_kind::result);
        if (answer.header.request == reloading) reloaded = true;
        else if (answer.header.request == lingering) {
            lingered = true;
            CHECK(answer.payload == std::to_string(before));
        } else {
            REQUIRE(open.erase(answer.header.request) == 1);
            ++answers;
        }
    }
    while (!open.empty()) {
        const auto answer = app.tool.next();
        REQUIRE(answer.header.kind == frame_kind::result);
        REQUIRE(open.erase(answer.header.request) == 1);
    }
    CHECK(answers > 0);
    CHECK(app.pid_of("ob.pid") != before);
    eventually("the old build has ended", [&] { return !runs(before); });
    CHECK_THAT(app.status("ob"), Contains(R"("restarts":0)"));
    CHECK_THAT(app.status("ob"), !Contains("lastCrash"));
}

TEST_CASE("a build that does not get ready leaves the old one where it is", "[system]") {
    const temporary_directory folder;
    const auto file = folder.write("build", "good");
    plugin_app app{
        obedient_json("ob", R"(,"env":{"OBEDIENT_BUILD_FILE":")" + file.string() + "\"}")};
    const auto before = app.pid_of("ob.pid");
    folder.write("build", "broken");
    const auto no = app.ask(reload, "[\"ob\"]");
    CHECK(no.header.kind == frame_kind::error);
    CHECK_THAT(no.message(), Contains("'ob' was not replaced: exit code 5"));
    CHECK_THAT(no.message(), Contains("a broken build"));
    CHECK(app.pid_of("ob.pid") == before);
    // And once it is mended:
    folder.write("build", "good");
    CHECK(app.ask(reload, "[\"ob\"]").header.kind == frame_kind::result);
    CHECK(app.pid_of("ob.pid") != before);
}

TEST_CASE("only a plugin that is ready can be reloaded", "[system]") {
    plugin_app app;
    app.pid_of("ob.pid");
    app.value("fairlead.plugin.stop", "[\"ob\"]");
    CHECK(app.ask(reload, "[\"ob\"]").code() == errc::denied);
}

TEST_CASE("an old build that does not finish is killed after its time", "[system]") {
    plugin_app app{obedient_json("ob", R"(,"drain":"200ms")")};
    const auto before = app.pid_of("ob.pid");
    ::kill(before, SIGSTOP);
    CHECK(app.ask(reload, "[\"ob\"]").header.kind == frame_kind::result);
    eventually("the old build has ended", [&] { return !runs(before); });
    CHECK(app.pid_of("ob.pid") != before);
}

TEST_CASE("a call of an idempotent method outlives its plugin, once", "[system]") {
    plugin_app app;
    app.pid_of("ob.pid");
    CHECK(app.value("ob.sulk") == "\"better now\"");
    CHECK(app.ask("ob.doom").code() == errc::backend_gone);
    CHECK_THAT(app.value("fairlead.list"), Contains(R"("resent":2)"));
    eventually("the third is counted",
               [&] { return app.status("ob").find(R"("restarts":3)") != std::string::npos; });
}

TEST_CASE("restart after restart leaves nothing in the broker", "[system]") {
    char const* said = std::getenv("FAIRLEAD_TEST_RESTARTS");
    const int restarts = said != nullptr ? std::atoi(said) : 60;
    plugin_app app{obedient_json("ob", R"(,"restart":{"deaths":1000000,"delay":0,"maxDelay":0})")};
    const auto run = [&](int count) {
        for (int i = 0; i < count; ++i) {
            const auto answer = app.ask("ob.crash");
            REQUIRE(answer.header.kind == frame_kind::error);
            REQUIRE(answer.code() == errc::backend_gone);
        }
        REQUIRE(app.pid_of("ob.pid") > 0);
    };
    run(20);  // What is made once is made.
    const auto broker = app.broker.pid();
    const auto descriptors = descriptors_of(broker);
    const auto memory = private_memory_of(broker);
    REQUIRE(memory > 0);
    const auto children = children_of(broker);
    const auto begin = std::chrono::steady_clock::now();
    run(restarts);
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begin;
    UNSCOPED_INFO(restarts << " restarts of " << took.count() / restarts << " ms; descriptors "
                           << descriptors << " then " << descriptors_of(broker) << ", KiB "
                           << memory << " then " << private_memory_of(broker));
    CHECK(descriptors_of(broker) == descriptors);
    CHECK(children_of(broker) == children);
    if (memory_is_given_back) CHECK(private_memory_of(broker) <= memory + 256);
}
