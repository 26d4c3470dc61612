// SPDX-License-Identifier: MIT
//
// doctor — `fairlead doctor` says what is wrong, on machines made wrong in one way each.
#include "tests/support/catch.hpp"
#include "tests/support/paths.hpp"
#include "tests/support/running_app.hpp"
#include "tests/support/temporary_directory.hpp"

#include <boost/json.hpp>

#include <sys/stat.h>

#include <csignal>

using namespace fairlead::tests;
namespace json = boost::json;

namespace {

const auto greeter = (source_root() / "examples" / "greeter").native();

bool contains(std::string const& text, std::string const& part) {
    return text.find(part) != std::string::npos;
}

struct diagnosis {
    int code;
    json::value said;

    std::string of(std::string const& check, char const* what = "state") const {
        for (auto const& one : said.at("checks").as_array())
            if (one.at("check").as_string() == check) return std::string{one.at(what).as_string()};
        return "not looked at";
    }
};

/// No display, no bus; more on top.
diagnosis examine(std::filesystem::path const& runtime, std::string const& app = {},
                  std::map<std::string, std::string> const& more = {}) {
    std::map<std::string, std::string> environment{{"XDG_RUNTIME_DIR", runtime.native()},
                                                   {"DISPLAY", ""},
                                                   {"WAYLAND_DISPLAY", ""},
                                                   {"DBUS_SESSION_BUS_ADDRESS", ""}};
    for (auto const& [name, value] : more) environment[name] = value;
    std::vector<std::string> args{"doctor", "--json"};
    if (!app.empty()) args.push_back(app);
    child one{{program("fairlead"), std::move(args), std::move(environment)}};
    const auto out = one.read_all();
    const int code = one.wait();
    INFO(one.errors());
    REQUIRE(out.starts_with('{'));
    return {code, json::parse(out)};
}

std::string app_with(temporary_directory const& where, std::string const& config) {
    where.write("app/wails.json", config);
    where.write("app/frontend/index.html", "<p>");
    return where.path() / "app";
}

}  // namespace

TEST_CASE("a machine that can run an app is found to be healthy", "[system][doctor]") {
    const runtime_folder where;
    const auto found = examine(where.path(), greeter);
    CHECK(found.code == 0);
    CHECK(found.said.at("ok").as_bool());
    for (auto const* check : {"memfd", "pidfd", "eventfd", "runtime-folder", "page", "wails.json",
                              "socket", "plugin greeter"})
        CHECK(std::pair{check, found.of(check)} == std::pair{check, std::string{"ok"}});
    CHECK(contains(found.of("plugin greeter", "said"), "greeter-plugin"));
}

TEST_CASE("for people the doctor writes a line for each check", "[system][doctor]") {
    const runtime_folder where;
    const auto found = run_fairlead(where, {"doctor", greeter});
    CHECK(found.code == 0);
    CHECK(contains(found.out, "ok    memfd "));
    CHECK(contains(found.out, "\nok    plugin greeter  "));
    CHECK(run_fairlead(where, {"doctor", "/nowhere/at/all"}).code == 2);
}

TEST_CASE("a wrong value in wails.json is told in the broker's words and in the host's",
          "[system][doctor]") {
    const temporary_directory where;
    const auto app = app_with(
        where, R"({"name":"a","fairlead":{"window":{"width":"wide"},"plugins":[{"exec":"x"}]}})");
    const auto found = examine(where.path(), app);
    CHECK(found.code == 1);
    CHECK_FALSE(found.said.at("ok").as_bool());
    CHECK(found.of("wails.json") == "fail");
    CHECK(contains(found.of("wails.json", "said"), "fairlead.plugins[0]"));
    CHECK(found.of("window-config") == "fail");
    CHECK(contains(found.of("window-config", "said"), "fairlead.window.width"));
}

TEST_CASE("a plugin whose program is nowhere is told with the places", "[system][doctor]") {
    const temporary_directory where;
    const auto app = app_with(
        where, R"({"name":"a","fairlead":{"plugins":[{"name":"one","exec":"bin/none"}]}})");
    const auto found = examine(where.path(), app);
    CHECK(found.code == 1);
    CHECK(found.of("plugin one") == "fail");
    CHECK(contains(found.of("plugin one", "said"), app + "/bin/none"));
    CHECK(contains(found.of("plugin one", "said"), (program_dir() / "none").native()));
}

TEST_CASE("a page that is not there and a socket's path that is too long are told",
          "[system][doctor]") {
    const temporary_directory where;
    const auto name = std::string(60, 'n');
    const auto app = app_with(where, R"({"name":")" + name + R"(","assetdir":"dist"})");
    const auto deep = where.path() / std::string(40, 'd');
    std::filesystem::create_directory(deep);
    const auto found = examine(deep, app);
    CHECK(found.of("page") == "fail");
    CHECK(contains(found.of("page", "said"), app + "/dist"));
    CHECK(found.of("socket") == "fail");
    CHECK(found.code == 1);
}

TEST_CASE("a runtime folder that others may enter is told, with the cure", "[system][doctor]") {
    const temporary_directory where;
    const auto folder = where.path() / "fairlead";
    std::filesystem::create_directory(folder);
    REQUIRE(::chmod(folder.c_str(), 0755) == 0);
    const auto open = examine(where.path());
    CHECK(open.code == 1);
    CHECK(open.of("runtime-folder") == "fail");
    CHECK(open.of("runtime-folder", "remedy") == "chmod 700 " + folder.native());
    REQUIRE(::chmod(folder.c_str(), 0700) == 0);
    CHECK(examine(where.path()).of("runtime-folder") == "ok");
    CHECK(examine("/nowhere/at/all").of("runtime-folder") == "fail");
}

TEST_CASE("an app that runs is told from what a killed one left", "[system][doctor]") {
    const runtime_folder where;
    {
        running_app app{where};
        const auto found = examine(where.path());
        CHECK(found.of("app greeter") == "ok");
        CHECK(contains(found.of("app greeter", "said"), std::to_string(app.broker_pid())));
        ::kill(app.broker_pid(), SIGKILL);
        app.launcher().wait();
    }
    const auto found = examine(where.path());
    CHECK(found.of("app greeter") == "warn");
    CHECK(contains(found.of("app greeter", "remedy"), "broker.sock"));
    CHECK(found.code == 0);
}

TEST_CASE("a display, a way out of the page and a bus that are not there are told",
          "[system][doctor]") {
    const runtime_folder where;
    const auto none = examine(where.path());
    if (none.of("webkitgtk") == "warn") {  // Built without: there is nothing to show a page on.
        CHECK(contains(none.of("webkitgtk", "said"), "--headless"));
        return;
    }
    CHECK(none.of("display") == "warn");
    CHECK(none.of("session-bus") == "warn");
    const auto wrong = examine(where.path(), {},
                               {{"DISPLAY", ":4711"},
                                {"FAIRLEAD_PAGE_LIBRARY", "/nowhere/at/all"},
                                {"DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/bus"}});
    CHECK(wrong.code == 1);
    CHECK(wrong.of("display") == "fail");
    CHECK(wrong.of("page-path") == "warn");
    CHECK(contains(wrong.of("page-path", "said"), "/nowhere/at/all"));
    CHECK(contains(wrong.of("session-bus", "said"), "/nowhere/bus"));
    const auto wanted =
        examine(where.path(), {},
                {{"FAIRLEAD_PAGE_LIBRARY", "/nowhere/at/all"}, {"FAIRLEAD_PAGE_PATH", "in-page"}});
    CHECK(wanted.of("page-path") == "fail");
    CHECK(examine(where.path(), {}, {{"FAIRLEAD_PAGE_PATH", "messages"}}).of("page-path") == "ok");
}
