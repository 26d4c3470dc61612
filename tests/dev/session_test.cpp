// SPDX-License-Identifier: MIT
//
// session_test — what a development session starts, tells and leaves behind: nothing.
#include "tests/dev/dev_app.hpp"
#include "tests/support/catch.hpp"

#include <fairlead/vocabulary/unique_fd.hpp>

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <csignal>
#include <fstream>

using namespace fairlead;
using namespace fairlead::tests;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;

namespace {

/// A front end's server that says where it is, and has a child that has left its session.
constexpr auto watcher = R"(,"frontend:dev:watcher":"echo '  Local:   http://localhost:1/';)"
                         R"( setsid sh -c 'echo $$ > here; exec sleep 1000' & wait",)"
                         R"("frontend:dev:serverUrl":"auto","frontend:dir":".")";

std::string greeting(client::connection& asked) {
    const auto answer = asked.call_wait("main.App.Greet", R"(["Ada"])", {5s});
    return answer.ok ? answer.json : answer.why.message;
}

int plugin_of(client::connection& asked) {
    const auto answer = asked.call_wait("fairlead.plugin.status", R"(["greeter"])", {5s});
    const auto at = answer.json.find("\"pid\":");
    return at == std::string::npos ? 0 : std::atoi(answer.json.c_str() + at + 6);
}

}  // namespace

TEST_CASE("a session that is ended leaves nothing", "[system]") {
    dev_app app;
    app.write_greeter(watcher);
    app.start();
    app.wait_for("http://localhost:1/");
    app.wait_for("demo runs");
    eventually("all of them are there", [&] { return app.processes().size() >= 5; });
    CHECK_THAT(greeting(*app.tool()), Contains("Ada"));

    SECTION("asked to") {
        app.session().signal(SIGTERM);
        CHECK(app.session().wait() == 128 + SIGTERM);
        CHECK(app.processes().empty());
    }
    SECTION("killed") {
        app.session().signal(SIGKILL);
        eventually("the last one has ended", [&] { return app.processes().empty(); });
    }
}

TEST_CASE("a program that changes takes the old one's place, and no call is lost", "[system]") {
    dev_app app;
    app.write_greeter();
    app.start();
    app.wait_for("demo runs");
    const auto tool = app.tool();
    const auto before = plugin_of(*tool);
    // Built again by somebody: another content, in one step.
    std::filesystem::copy_file(app.path() / "greeter", app.path() / "next.tmp");
    std::ofstream{app.path() / "next.tmp", std::ios::app} << "another build";
    std::filesystem::rename(app.path() / "next.tmp", app.path() / "greeter");
    std::size_t answered = 0;
    eventually("the new one answers", [&] {
        const auto answer = tool->call_wait("main.App.Greet", R"(["Ada"])", {5s});
        REQUIRE(answer.ok);
        ++answered;
        return plugin_of(*tool) != before;
    });
    CHECK(answered > 0);
    app.wait_for("'greeter' was replaced");
    app.session().signal(SIGTERM);
    CHECK(app.session().wait() == 128 + SIGTERM);
}

TEST_CASE("a broker that crashes is followed by another one", "[system]") {
    dev_app app;
    app.write_greeter();
    app.start();
    app.wait_for("demo runs");
    ::kill(child_of(app.session().pid(), "fairlead-broker"), SIGKILL);
    app.wait_for("the broker was ended by signal 9");
    eventually("the next one has its plugin", [&] {
        try {
            return greeting(*app.tool()).find("Hello Ada") != std::string::npos;
        } catch (client::connect_error const&) {
            return false;
        }
    });
    app.session().signal(SIGTERM);
    CHECK(app.session().wait() == 128 + SIGTERM);
}

TEST_CASE("a wails.json that changes is followed, a wrong one is not", "[system]") {
    dev_app app;
    app.write_greeter();
    app.start();
    app.wait_for("demo runs");
    app.replace("wails.json", R"("exec":"greeter")", R"("exec":5)");
    app.wait_for("exec");
    const auto before = plugin_of(*app.tool());
    CHECK(before > 0);
    app.replace("wails.json", R"("exec":5)", R"("exec":"greeter","drain":"1s")");
    app.wait_for("wails.json changed: the app is started again");
    app.wait_for("demo runs");
    CHECK(plugin_of(*app.tool()) != before);
    app.session().signal(SIGTERM);
    CHECK(app.session().wait() == 128 + SIGTERM);
}

TEST_CASE("an app that runs already is not run twice", "[system]") {
    dev_app app;
    app.write_greeter();
    app.start();
    app.wait_for("demo runs");
    const auto second =
        run_fairlead(app.runtime(), {"dev", app.path(), "--headless", "-devserver", "localhost:0"});
    CHECK(second.code == 1);
    CHECK_THAT(second.err, Contains("demo is running already"));
    app.session().signal(SIGTERM);
    CHECK(app.session().wait() == 128 + SIGTERM);
}
