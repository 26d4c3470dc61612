// SPDX-License-Identifier: MIT
//
// headless_runtime — what a plugin has of its window where there is no display: its life, its
// wishes, and clear words about the rest.
#include "tests/support/catch.hpp"
#include "tests/support/child.hpp"
#include "tests/support/paths.hpp"
#include "tests/support/temporary_directory.hpp"

#include <fairlead/client/connection.hpp>

using namespace fairlead;
using namespace fairlead::tests;
using Catch::Matchers::Contains;

namespace {

struct headless_app {
    temporary_directory folder;
    std::unique_ptr<child> launcher;
    std::unique_ptr<client::connection> tool;

    explicit headless_app(std::string const& habit = "") {
        folder.write("app/wails.json",
                     R"({"name":"headless","fairlead":{"plugins":[
            {"name":"desk","exec":")" +
                         (program_dir().parent_path() / "tests/runtime_plugin").native() +
                         R"(","args":["desk",")" + habit + R"("]}]}})");
        folder.write("app/frontend/index.html", "");
        launcher = std::make_unique<child>(child::spec{program("fairlead"),
                                                       {"run", folder.path() / "app", "--headless"},
                                                       {{"XDG_RUNTIME_DIR", folder.path()}}});
        wait_for_log("[desk] dom-ready");
        tool = client::connection::connect(
            {.socket = folder.path() / "fairlead/headless/broker.sock"});
    }
    void wait_for_log(std::string const& text) {
        eventually("the log says " + text, [&] { return logged(text); });
    }
    bool logged(std::string const& text) { return launcher->errors().find(text) != text.npos; }
    std::string call(std::string const& method, std::string const& args = "[]") {
        const auto answer = tool->call_wait(method, args, {patience()});
        return answer.ok ? answer.json
                         : std::string{to_text(answer.why.code)} + ": " + answer.why.message;
    }
    std::string from_page(std::string const& method) {
        launcher->write_line(R"(C{"name":")" + method + R"(","args":[],"callbackID":"x"})");
        return launcher->read_line_with("\"callbackid\":\"x\"");
    }
};

}  // namespace

TEST_CASE("11 startup, DOM ready and shutdown come in this order, also without a window",
          "[system][contract]") {
    headless_app app;
    CHECK(app.call("desk.quit") == "null");
    app.launcher->read_all();
    CHECK(app.launcher->wait() == 0);
    const auto log = app.launcher->errors();
    const auto startup = log.find("[desk] startup: linux"), ready = log.find("[desk] dom-ready");
    CHECK(startup < ready);
    CHECK(ready < log.find("[desk] shutdown"));
    CHECK_THAT(log, Contains("[desk] shutdown"));
}

TEST_CASE("11 a plugin is asked whether the window may close, and says what it thinks now",
          "[system][contract]") {
    headless_app app{"objects"};
    CHECK(app.call("fairlead.before-close") == "true");
    CHECK(app.call("desk.let_go") == "null");
    CHECK(app.call("fairlead.before-close") == "false");
    headless_app other;
    CHECK_THAT(other.call("fairlead.before-close"), Contains("no-such-method"));
}

TEST_CASE("10.3 what a plugin tells its window is what it reads back", "[system][contract]") {
    headless_app app;
    CHECK(app.call("desk.resize", "[640,480]") == "[640,480]");
    CHECK(app.call("desk.place", "[60,70]") == "[60,70]");
    CHECK(app.call("desk.states") == "[true,true,true,true]");
    CHECK(app.call("desk.paste", R"(["ü"])") == R"("ü")");
}

TEST_CASE("10.3 dialogs are refused to a page, and to everybody where nobody could see them",
          "[system][contract]") {
    headless_app app;
    CHECK_THAT(app.call("desk.open_file", "[{}]"), Contains("nobody sees a dialog"));
    CHECK_THAT(app.call("desk.ask", "[{}]"), Contains("nobody sees a dialog"));
    for (auto const* method : {"fairlead.dialog.open-file", "fairlead.dialog.message",
                               "fairlead.menu.set", "fairlead.window.run-script"})
        CHECK_THAT(app.from_page(method), Contains(R"("code":"denied")"));
    CHECK_THAT(app.from_page("fairlead.methods"), Contains(R"("error":null)"));
}

TEST_CASE("the program in SDK.md runs, and says what it says there", "[system]") {
    const temporary_directory folder;
    folder.write("app/wails.json",
                 R"({"name":"notes","fairlead":{"plugins":[{"name":"notes","exec":")" +
                     (program_dir().parent_path() / "tests/sdk_example").native() + R"("}]}})");
    folder.write("app/frontend/index.html", "");
    child launcher{{program("fairlead"),
                    {"run", folder.path() / "app", "--headless"},
                    {{"XDG_RUNTIME_DIR", folder.path()}}}};
    const auto answer_to = [&](std::string const& call) {
        launcher.write_line("C{" + call + R"(,"callbackID":"x"})");
        return launcher.read_line_with("\"callbackid\":\"x\"");
    };
    CHECK_THAT(answer_to(R"("name":"main.App.Open","args":[])"), Contains("nobody sees a dialog"));
    CHECK_THAT(answer_to(R"("name":"main.App.Changed","args":[true])"), Contains("\"error\":null"));
    launcher.close_input();
    CHECK(launcher.wait() == 0);
    CHECK_THAT(launcher.errors(), Contains("info [notes] the window is there") &&
                                      Contains("info [notes] the page is loaded") &&
                                      Contains("[notes] the last note is saved"));
}

TEST_CASE("a window is told what a page may tell it, and nothing else", "[system]") {
    headless_app app;
    const auto perform = [&](std::string const& message) {
        return app.call("fairlead.window.perform", "[\"" + message + "\"]");
    };
    CHECK(perform("Ws:300:200") == "null");
    CHECK(app.call(":wails:WindowGetSize") == R"({"w":300,"h":200})");
    CHECK_THAT(perform("Ws:300"), Contains("bad-arguments"));
    for (auto const* message : {"C{}", "EX", "LEtext", "LS1", "DD:1:1:/etc", "runtime:ready",
                                "drag", "resize:n-resize", "", "Wx"}) {
        INFO(message);
        CHECK_THAT(perform(message), Contains("bad-arguments"));
    }
    CHECK_THAT(perform("BO:javascript:x"), Contains("bad-arguments: not opened: javascript:x"));
    CHECK_THAT(perform("BO:https://example.com/"), Contains("there is no desktop here"));
    CHECK_THAT(app.call("fairlead.window.perform", "[1]"), Contains("bad-arguments"));
}

TEST_CASE("a menu that nobody listens to is refused, and one that is goes with who listened",
          "[system]") {
    headless_app app;
    const std::string menu = R"(["me",[{"type":"text","id":1,"label":"x"}]])";
    CHECK_THAT(app.call("fairlead.menu.set", menu), Contains("nobody would hear the clicks"));
    const auto listener = client::connection::connect(
        {.socket = app.folder.path() / "fairlead/headless/broker.sock"});
    const auto id = listener->call("fairlead.menu.clicks", R"(["me"])", {}, {});
    CHECK(listener->call_wait("fairlead.menu.set", menu, {patience()}).ok);
    listener->cancel(id);
    listener->call_wait("fairlead.list", "[]", {patience()});
    CHECK_THAT(app.call("fairlead.menu.set", menu), Contains("nobody would hear the clicks"));
    CHECK_THAT(app.call("fairlead.menu.set", "[1,2]"), Contains("bad-arguments"));
}

TEST_CASE("a plugin has its menu whether it can be seen or not", "[system]") {
    headless_app app;
    CHECK(app.call("desk.show_menu") == "null");
    CHECK(app.call("desk.enable_late") == "null");
    CHECK_THAT(app.call("desk.wrong_menu"), Contains("the modifiers are"));
    CHECK(app.call("desk.hide_menu") == "null");
}
