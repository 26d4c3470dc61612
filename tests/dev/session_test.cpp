// SPDX-License-Identifier: MIT
//
// session_test — what a development session starts, tells and leaves behind: nothing.
#include "tests/dev/dev_app.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/paths.hpp"

#include <fairlead/vocabulary/unique_fd.hpp>

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
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

/// A session as somebody has it in a terminal.
class terminal_session {
public:
    explicit terminal_session(dev_app& app) {
        int master = -1;
        pid_ = ::forkpty(&master, nullptr, nullptr, nullptr);
        if (pid_ == 0) {
            for (auto const& [name, value] : app.runtime().environment())
                ::setenv(name.c_str(), value.c_str(), 1);
            ::setenv("TERM", "xterm", 1);
            ::unsetenv("NO_COLOR");
            ::execl(program("fairlead").c_str(), "fairlead", "dev", app.path().c_str(),
                    "--headless", "-devserver", "localhost:0", nullptr);
            ::_exit(127);
        }
        terminal_.reset(master);
    }
    ~terminal_session() {
        if (ended_) return;
        ::kill(pid_, SIGKILL);
        ::waitpid(pid_, nullptr, 0);
    }
    terminal_session(terminal_session const&) = delete;
    terminal_session& operator=(terminal_session const&) = delete;

    void press(char key) { REQUIRE(::write(terminal_.get(), &key, 1) == 1); }
    void signal(int number) { ::kill(pid_, number); }
    void wait_for(std::string const& words) {
        eventually("the terminal shows: " + words, [&] {
            read();
            const auto at = shown_.find(words);
            if (at != std::string::npos) shown_.erase(0, at);
            return at != std::string::npos;
        });
    }
    bool has_single_keys() const {
        termios now{};
        return ::tcgetattr(terminal_.get(), &now) == 0 && (now.c_lflag & (ICANON | ECHO)) == 0;
    }
    bool is_as_before() const {
        termios now{};
        return ::tcgetattr(terminal_.get(), &now) == 0 &&
               (now.c_lflag & (ICANON | ECHO)) == (ICANON | ECHO);
    }
    int wait() {
        int status = 0;
        eventually("the session has ended", [&] {
            read();  // Or it would wait for us.
            return ::waitpid(pid_, &status, WNOHANG) == pid_;
        });
        ended_ = true;
        return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    }
    std::string const& shown() const noexcept { return shown_; }

private:
    void read() {
        pollfd ready{terminal_.get(), POLLIN, 0};
        char bytes[4096];
        while (::poll(&ready, 1, 0) == 1 && (ready.revents & POLLIN) != 0) {
            const auto got = ::read(terminal_.get(), bytes, sizeof bytes);
            if (got <= 0) return;
            shown_.append(bytes, static_cast<std::size_t>(got));
        }
    }

    pid_t pid_ = -1;
    bool ended_ = false;
    unique_fd terminal_;
    std::string shown_;
};

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

TEST_CASE("keys do what h says, and the terminal is as it was", "[system]") {
    dev_app app;
    app.write_greeter();
    terminal_session session{app};
    session.wait_for("demo runs");
    CHECK(session.has_single_keys());
    CHECK_THAT(session.shown(), Contains("\x1b["));  // In colours.
    session.press('h');
    session.wait_for("q  end it, as Ctrl-C does");
    session.press('r');
    session.wait_for("pages load again");
    const auto before = plugin_of(*app.tool());
    session.press('R');
    session.wait_for("'greeter' was started again");
    CHECK(plugin_of(*app.tool()) != before);

    SECTION("after q") {
        session.press('q');
        CHECK(session.wait() == 0);
    }
    SECTION("after Ctrl-C") {
        session.press('\x03');
        CHECK(session.wait() == 128 + SIGINT);
    }
    SECTION("after SIGTERM") {
        session.signal(SIGTERM);
        CHECK(session.wait() == 128 + SIGTERM);
    }
    CHECK(session.is_as_before());
    CHECK(app.processes().empty());
}

TEST_CASE("a broker that crashes is followed by another one", "[system]") {
    dev_app app;
    app.write_greeter();
    app.start();
    app.wait_for("demo runs");
    ::kill(descendant_of(app.session().pid(), "fairlead-broker"), SIGKILL);
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
