// SPDX-License-Identifier: MIT
//
// plugin_news — what a person does beside the page, as a plugin hears it through the SDK.
#include "tests/desk/desk_app.hpp"
#include "tests/desk/notification_service.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/paths.hpp"

#include <boost/json.hpp>

#include <filesystem>

using namespace fairlead::tests;

namespace {

namespace json = boost::json;

struct news_desk {
    news_desk()
        : app{{.environment = {{"DBUS_SESSION_BUS_ADDRESS", service.address()}},
               .files = {{"wails.json", config()}}}} {
        app.page().run("window.heard = [];"
                       "for (const name of ['response', 'again', 'dropped'])"
                       "  runtime.EventsOn(name, (...data) => heard.push([name, ...data]));");
    }

    static std::string config() {
        return R"({"name":"window-test","assetdir":"frontend","fairlead":{
            "window":{"width":600,"height":400,"x":300,"y":200,"frameless":true,
                      "dragAndDrop":{"enableFileDrop":true}},
            "singleInstance":{"uniqueId":"org.example.news"},
            "plugins":[{"name":"desk","exec":")" +
               (program_dir().parent_path() / "tests/runtime_plugin").native() + R"("}]}})";
    }
    std::string heard() {
        app.page().wait_for("heard.length > 0");
        return json::serialize(app.page().run("return heard.shift();"));
    }

    notification_service service{{"actions", "body"}};
    desk_app app;
};

}  // namespace

// Wails: the Go functions of the runtime package; OnNotificationResponse.
// Here: runtime.notifications(), with the same members.
TEST_CASE("10.3 a plugin sends a notification, hears the click, and takes it away",
          "[contract][system][window]") {
    news_desk desk;
    CHECK(desk.app.call("desk.notify", {R"("m")"}) == "true\n");
    const auto shown = desk.service.next();
    CHECK(shown.title == "A knot");
    CHECK(shown.body == "came loose");
    CHECK(shown.actions == std::vector<std::string>{"default", "Open", "READ", "Read"});
    desk.service.invoke(shown.number, "READ");
    CHECK(desk.heard() == R"(["response","m","READ","came loose",{"n":[1]}])");

    CHECK(desk.app.call("desk.notify", {R"("n")"}) == "true\n");
    const auto second = desk.service.next();
    CHECK(desk.app.call("desk.take_away", {R"("n")"}) == "null\n");
    CHECK(desk.service.next_closed() == second.number);
}

// Wails: SingleInstanceLock.OnSecondInstanceLaunch.
// Here: runtime.on_second_instance.
TEST_CASE("10.3 a plugin hears of a second start", "[contract][system][window]") {
    news_desk desk;
    child second{desk.app.folder().run({"--", "a knot.txt"})};
    CHECK(second.wait() == 0);
    CHECK(desk.heard() == json::serialize(json::array{"again", json::array{"a knot.txt"},
                                                      std::filesystem::current_path().native()}));
}

// Wails: the Go function OnFileDrop.
// Here: runtime.on_file_drop.
TEST_CASE("10.3 a plugin hears of files that are dropped", "[contract][system][window]") {
    news_desk desk;
    REQUIRE(desk.app.ask("WindowGetPosition()") == R"({"x":300,"y":200})");
    desk.app.page().run(
        "window.over = ''; addEventListener('dragover', (e) => { over = e.clientX; });");
    child source{{program("../tests/drag_source"),
                  {"50", "50", "file:///tmp/n%C5%93ud"},
                  desk.app.desk().environment()}};
    source.read_line_with("ready");
    desk.app.hand("mousemove 60 60 mousedown 1 mousemove 90 90 mousemove 120 120");
    source.read_line_with("begun");
    eventually("the drag is there", [&] {
        desk.app.hand("mousemove 399 270 mousemove 400 270");
        return desk.app.page().run("return over;") == 100;
    });
    desk.app.hand("mouseup 1");
    CHECK(desk.heard() == R"(["dropped",70,["/tmp/nœud"]])");
}

// Wails: a slow handler in Go holds up nobody.
// Here: nor does one in a plugin: what the page paints is seen, and others answer.
TEST_CASE("3.5 while a handler sleeps the window is painted and other calls answer",
          "[contract][system][window]") {
    desk_app app{{.window = R"("width": 600, "height": 400, "x": 300, "y": 200)"}};
    app.page().run("window.open = true;"
                   "window.go.main.App.Slow(600000).finally(() => { open = false; });");
    for (int round = 0; round < 10; ++round) {
        const std::string colour = round % 2 == 0 ? "#00ff00" : "#0000ff";
        CHECK(app.page()
                  .run_async("document.documentElement.style.background = '" + colour +
                             "'; return await window.go.main.App.Greet('Ada');")
                  .as_string() == "Hello Ada, from a process of its own!");
        eventually("it is painted", [&] { return app.colour_at(600, 450) == colour; });
    }
    CHECK(app.page().run("return open;").as_bool());
}
