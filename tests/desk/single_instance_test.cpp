// SPDX-License-Identifier: MIT
//
// single_instance — an app that is started once more.
#include "tests/support/catch.hpp"
#include "tests/support/paths.hpp"
#include "tests/support/window_app.hpp"

#include <boost/json.hpp>

#include <csignal>
#include <filesystem>

using namespace fairlead::tests;

namespace json = boost::json;

// Wails: the first is told over D-Bus, the second ends with 1.
// Here: it is told through the broker, shows its window, and the second ends with 0.
TEST_CASE("10.3 a second start hands its arguments and folder to the first, shows it, and ends",
          "[contract][system][window]") {
    window_app_setup setup{.window = R"("startHidden": true)",
                           .fairlead = R"("singleInstance": { "uniqueId": "org.example.knots" })",
                           .desk = virtual_display::desk::managed};
    window_app first{std::move(setup)};
    first.page().run("window.heard = [];"
                     "runtime.EventsOn('fairlead/window/second-instance', (x) => heard.push(x));");
    child listener{first.folder().beside(program("fairlead"),
                                         {"subscribe", "fairlead/window/second-instance"})};
    first.wait_for_listener();

    child second{first.folder().run({"--", "open", "a knot.txt", "--really"})};
    CHECK(second.read_all().empty());
    CHECK(second.wait() == 0);

    const auto line = listener.read_line();
    const auto told = json::parse(line.substr(line.find(' '))).at(0);
    CHECK(told.at("args") == json::value({"open", "a knot.txt", "--really"}));
    CHECK(told.at("workingDirectory").as_string() == std::filesystem::current_path().native());
    REQUIRE(first.window_id() != "");  // It was hidden.
    first.page().wait_for("heard.length === 1");
    CHECK(first.page().run("return heard[0];") == told);
}

// Wails: a name on the bus.
// Here: a locked file, which the kernel lets go of.
TEST_CASE("10.3 the lock is the unique id's, whatever the app is called, and ends with the app",
          "[contract][system][window]") {
    const std::string lock = R"("singleInstance": { "uniqueId": "org.example.knots" })";
    window_app_folder folder{{.fairlead = lock}};
    // A copy of the app under another name.
    const auto copy = folder.path() / "copy";
    std::filesystem::copy(folder.path() / "app", copy, std::filesystem::copy_options::recursive);
    folder.write("copy/wails.json",
                 R"({"name":"other","assetdir":"frontend","fairlead":{)" + lock + "}}");
    {
        child first{folder.run({})};
        first.read_line_with("plugin");
        child second{folder.beside(program("fairlead"), {"run", copy})};
        CHECK(second.wait() == 0);
        first.signal(SIGKILL);
        first.wait();
    }
    // Killed, not ended: the kernel has let go of the lock.
    child third{folder.beside(program("fairlead"), {"run", copy})};
    third.read_line_with("app     other");
    third.signal(SIGTERM);
    CHECK(third.wait() == 128 + SIGTERM);
}

// Wails: any number may run.
// Here: an app has one broker, so a second start is refused.
TEST_CASE("10.3 without SingleInstanceLock a second start is refused, a wrong id is named",
          "[contract][system][window]") {
    window_app_folder folder;
    child first{folder.run({})};
    first.read_line_with("plugin");
    child second{folder.run({})};
    CHECK(second.wait() == 1);
    CHECK(second.errors().find("is running already") != std::string::npos);

    window_app_folder wrong{{.fairlead = R"("singleInstance": { "uniqueId": "a/b" })"}};
    child refused{wrong.run({})};
    CHECK(refused.wait() == 2);
    CHECK(refused.errors().find("fairlead.singleInstance.uniqueId: must be") != std::string::npos);
}
