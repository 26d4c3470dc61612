// SPDX-License-Identifier: MIT
//
// system_calls and window_actions — asked and told, with a window that only remembers.
#include "tests/support/catch.hpp"
#include "webview-host/system/no_notifier.hpp"
#include "webview-host/system/system_calls.hpp"
#include "webview-host/system/window_actions.hpp"
#include "webview-host/window/headless_window.hpp"

#include <optional>
#include <vector>

using namespace fairlead;
using namespace fairlead::host;
using list = std::vector<std::string>;

namespace {

struct desk {
    explicit desk(window_options options = {.title = "t", .size = {800, 600}})
        : window{options},
          actions{window,
                  options,
                  {.context_menu = true},
                  {.quit = [this](int code) { did.push_back("quit " + std::to_string(code)); },
                   .close = [this] { did.emplace_back("close"); },
                   .load_start_page = [this] { did.emplace_back("load"); },
                   .evaluate = [this](std::string const& script) { did.push_back(script); },
                   .complain = [this](std::string_view text) { did.emplace_back(text); }}} {}

    void say(std::string_view text) { actions.perform(parse_page_message(text)); }

    system_reply ask(std::string_view name, std::string_view args = "") {
        std::optional<system_reply> came;
        run_system_call(name, args, {window, notes},
                        [&](system_reply reply) { came = std::move(reply); });
        REQUIRE(came);
        return *came;
    }
    std::string result(std::string_view name, std::string_view args = "") {
        const auto reply = ask(name, args);
        CHECK(reply.ok);
        return reply.json;
    }

    headless_window window;
    no_notifier notes;
    window_actions actions;
    list did;
};

}  // namespace

TEST_CASE("all 24 system calls of Wails are there, and each answers", "[system-calls]") {
    desk d;
    CHECK(system_call_names().size() == 24);
    for (const auto name : system_call_names()) {
        const auto reply = d.ask(name, R"(["x"])");
        CHECK(reply.ok != reply.json.empty());
        CHECK(reply.ok == reply.message.empty());
    }
    CHECK(d.ask(":wails:Nope").code == errc::no_such_method);
}

TEST_CASE("a window is asked for what was said to it", "[system-calls]") {
    desk d;
    CHECK(d.result(":wails:WindowGetSize") == R"({"w":800,"h":600})");
    d.say("Ws:640:480");
    d.say("Wp:10:-20");
    CHECK(d.result(":wails:WindowGetSize") == R"({"w":640,"h":480})");
    CHECK(d.result(":wails:WindowGetPos") == R"({"x":10,"y":-20})");
    d.say("Wz:700:500");
    CHECK(d.result(":wails:WindowGetSize") == R"({"w":700,"h":500})");
    d.say("WZ:720:0");
    d.say("Ws:2000:2000");
    CHECK(d.result(":wails:WindowGetSize") == R"({"w":720,"h":2000})");
    d.say("WTnew title");
    CHECK(d.window.state().title == "new title");
    d.say(R"(Wr:{"r":1,"g":2,"b":3,"a":4})");
    CHECK(d.window.state().background == window_colour{1, 2, 3, 4});
    d.say("WATP:1");
    CHECK(d.window.state().always_on_top);
    d.say("WH");
    CHECK_FALSE(d.window.is_shown());
    d.say("S");
    CHECK(d.window.is_shown());
}

TEST_CASE("maximised, minimised, fullscreen and normal are told apart", "[system-calls]") {
    desk d;
    const auto state = [&] {
        return d.result(":wails:WindowIsMaximised") + d.result(":wails:WindowIsMinimised") +
               d.result(":wails:WindowIsFullscreen") + d.result(":wails:WindowIsNormal");
    };
    CHECK(state() == "falsefalsefalsetrue");
    d.say("WM");
    CHECK(state() == "truefalsefalsefalse");
    d.say("Wt");
    d.say("Wm");
    CHECK(state() == "falsetruefalsefalse");
    d.say("Wu");
    d.say("WF");
    CHECK(state() == "falsefalsetruefalse");
    d.say("Wf");
    CHECK(state() == "falsefalsefalsetrue");
}

TEST_CASE("screens, environment and clipboard have the forms of Wails", "[system-calls]") {
    desk d;
    CHECK(d.result(":wails:ScreenGetAll") ==
          R"([{"isCurrent":true,"isPrimary":true,"width":1920,"height":1080,)"
          R"("size":{"width":1920,"height":1080},"physicalSize":{"width":1920,"height":1080}}])");
    CHECK(d.result(":wails:Environment").find(R"("platform":"linux","arch":")") !=
          std::string::npos);
    CHECK(d.result(":wails:ClipboardSetText", R"(["a \"knot\""])") == "true");
    CHECK(d.result(":wails:ClipboardGetText", "[]") == R"("a \"knot\"")");
    for (const auto args : {"", "[]", "[7]", "nonsense"}) {
        const auto reply = d.ask(":wails:ClipboardSetText", args);
        CHECK(reply.code == errc::bad_arguments);
        CHECK(reply.message == "empty argument, cannot set clipboard");
    }
    CHECK(d.result(":wails:IsNotificationAvailable") == "false");
}

TEST_CASE("quit and reload are the host's business, and what cannot be opened is told",
          "[actions]") {
    desk d;
    d.say("Q");
    d.say("WR");
    CHECK(d.did == list{"close", "load"});
    d.did.clear();
    d.say("BO:javascript:x");
    d.say("BO:https://example.org/");  // A headless window has no browser.
    d.say("DD:1:2:/etc/passwd");
    REQUIRE(d.did.size() == 3);
    CHECK(d.did[0].starts_with("not opened: javascript:x: "));
    CHECK(d.did[1] == "not opened: https://example.org/: there is no desktop here");
    CHECK(d.did[2].starts_with("a file drop is told by the window"));
}

TEST_CASE("a window without a frame lets its page play the edges, but not in full screen",
          "[actions]") {
    desk d{{.frameless = true}};
    d.say("runtime:ready");
    d.say("WF");
    d.say("Wf");
    CHECK(d.did == list{"window.wails.flags.enableResize = true;",
                        "window.wails.flags.enableResize = false;",
                        "window.wails.flags.enableResize = true;"});
    desk framed;
    framed.say("runtime:ready");
    framed.say("WF");
    CHECK(framed.did.empty());
}

TEST_CASE("notification calls refuse what is missing, and where there is no service",
          "[system-calls]") {
    desk d;
    const auto refusal = [&](std::string_view name, std::string_view args) {
        return d.ask(":wails:" + std::string{name}, args).message;
    };
    for (const std::string_view args : {"", "[]", "[7]", "[null]"}) {
        CHECK(refusal("SendNotification", args) == "empty argument, cannot send notification");
        CHECK(refusal("SendNotificationWithActions", args) ==
              "empty argument, cannot send notification");
        CHECK(refusal("RegisterNotificationCategory", args) ==
              "empty argument, cannot register category");
        CHECK(refusal("RemoveNotificationCategory", args) ==
              "empty argument, cannot remove category");
        for (auto const* name :
             {"RemovePendingNotification", "RemoveDeliveredNotification", "RemoveNotification"})
            CHECK(refusal(name, args) == "empty argument, cannot remove notification");
    }
    CHECK(refusal("SendNotification", R"([{"title":"t"}])") == "notification ID cannot be empty");
    CHECK(refusal("SendNotification", R"([{"id":"1"}])") == "notification title cannot be empty");
    CHECK(refusal("SendNotification", R"([{"id":"1","title":"t"}])") ==
          "notifications are not available here");
    CHECK(d.result(":wails:RequestNotificationAuthorization") == "false");
    CHECK(d.result(":wails:CleanupNotifications") == "null");
}

TEST_CASE("themes are the window's business, and Wt is of what was asked for last", "[actions]") {
    desk d;
    d.say("WADT");
    CHECK(d.window.theme() == window_theme::dark);
    d.say("WALT");
    CHECK(d.window.theme() == window_theme::light);
    d.say("WASDT");
    CHECK(d.window.theme() == window_theme::system);
    d.say("Wt");
    d.say("Wt");
    CHECK(d.result(":wails:WindowIsMaximised") == "false");
}
