// SPDX-License-Identifier: MIT
//
// close_question — who objects, who agrees, and whose time is counted.
#include "tests/support/catch.hpp"
#include "webview-host/system/close_question.hpp"

#include <vector>

using namespace fairlead;
using namespace fairlead::host;
using namespace std::chrono_literals;
using list = std::vector<std::string>;

namespace {

/// Runs what is posted at once.
struct same_thread final : main_thread {
    void post(task job) override { job(); }
    int run() override { return 0; }
    void quit(int) override {}
    void on_stop_signal(task) override {}
};

/// Time passes when the test says so.
struct asked_app {
    same_thread thread;
    list did;
    client::reply_handler answer;
    std::chrono::milliseconds deadline{-1}, timer{}, undisturbed = std::chrono::milliseconds::max();
    std::function<void()> job;
    close_question question;

    explicit asked_app(bool has_timers = true) : question{thread, make_hooks(has_timers)} {}

    close_question::hooks make_hooks(bool has_timers) {
        close_question::hooks hooks{
            .ask =
                [this](auto within, auto on_reply) {
                    deadline = within;
                    answer = std::move(on_reply);
                    did.emplace_back("ask");
                },
            .close = [this] { did.emplace_back("close"); },
            .complain = [this](std::string_view text) { did.emplace_back(text); },
        };
        if (!has_timers) return hooks;
        hooks.later = [this](auto delay, auto what) {
            timer = delay;
            job = std::move(what);
        };
        hooks.undisturbed = [this] { return undisturbed; };
        return hooks;
    }
    void say(std::string_view json) { answer({true, json, {}, {}, {}}); }
    void refuse(errc code, std::string_view text) { answer({false, {}, code, text, {}}); }
    void pass() { std::exchange(job, nullptr)(); }
};

const std::string no_answer = "closing without an answer to fairlead.before-close: ";

}  // namespace

TEST_CASE("11 a plugin that objects keeps the window, one that does not lets it close",
          "[life][contract]") {
    asked_app app;
    app.question.ask();
    app.question.ask();  // Impatience adds nothing.
    app.say("true");
    CHECK(app.did == list{"ask"});
    app.question.ask();
    app.say("false");
    CHECK(app.did == list{"ask", "ask", "close"});
}

TEST_CASE("11 an app without anybody who may object closes without a word", "[life][contract]") {
    asked_app app;
    app.question.ask();
    app.refuse(errc::no_such_method, "nobody offers it");
    CHECK(app.did == list{"ask", "close"});
}

TEST_CASE("11 whoever dies or fails over the question does not object", "[life][contract]") {
    asked_app app;
    app.question.ask();
    app.refuse(errc::backend_gone, "it ended");
    CHECK(app.did == list{"ask", no_answer + "it ended", "close"});
}

TEST_CASE("11 whoever does not answer in time agrees, and what is said later is not heard",
          "[life][contract]") {
    asked_app app;
    app.question.ask();
    CHECK(app.deadline == 0ms);
    CHECK(app.timer == 5s);
    app.pass();
    CHECK(app.did == list{"ask", no_answer + "none within 5 s", "close"});
    app.say("true");
    app.say("false");
    CHECK(app.did.size() == 3);
}

TEST_CASE("11 the time that a person takes over a dialog is not the plugin's", "[life][contract]") {
    asked_app app;
    app.question.ask();
    app.undisturbed = 0ms;  // A dialog is open.
    for (int i = 0; i < 100; ++i) {
        app.pass();
        REQUIRE(app.timer == 5s);
    }
    app.undisturbed = 1'200ms;  // It was closed 1.2 s ago.
    app.pass();
    CHECK(app.timer == 3'800ms);
    CHECK(app.did == list{"ask"});
    app.undisturbed = 5s;
    app.pass();
    CHECK(app.did.back() == "close");
}

TEST_CASE("a timer of a question that was answered says nothing of the next", "[life]") {
    asked_app app;
    app.question.ask();
    const auto old = app.job;
    app.say("true");
    app.question.ask();
    old();
    CHECK(app.did == list{"ask", "ask"});
}

TEST_CASE("where there are no timers the broker keeps the time", "[life]") {
    asked_app app{false};
    app.question.ask();
    CHECK(app.deadline == 5s);
    app.refuse(errc::timeout, "it did not answer within 5000 ms");
    CHECK(app.did == list{"ask", no_answer + "it did not answer within 5000 ms", "close"});
}
