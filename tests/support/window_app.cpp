// SPDX-License-Identifier: MIT
//
// window_app — wails.json, one page, and an environment without anything of the user's.
#include "tests/support/window_app.hpp"

#include "tests/support/paths.hpp"
#include "tests/support/running_app.hpp"

#include <boost/json.hpp>

#include <csignal>
#include <stdexcept>

namespace fairlead::tests {
namespace {

std::string config(window_app_setup const& setup) {
    return R"({ "name": "window-test", "assetdir": "frontend",
  "fairlead": {
    "window": { )" +
           setup.window + " }," + setup.fairlead + (setup.fairlead.empty() ? "" : ",") + R"(
    "topics": { "strict/*": "cut" },
    "plugins": [ { "name": "greeter", "exec": "greeter-plugin" },
                 { "name": "echo", "exec": "fairlead", "args": ["bench-plugin"] } ]
  } })";
}

std::string page(window_app_setup const& setup) {
    return R"(<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>window-test</title>
<script>
  window.atLoad = [typeof window.go?.main?.App?.Greet, typeof window.runtime?.EventsOn];
</script>
<script type="module" src="main.js"></script></head>
<body>)" + setup.body +
           "</body></html>\n";
}

}  // namespace

std::vector<page_path> page_paths() {
    std::vector<page_path> paths{"messages"};
    if (std::filesystem::exists(program("fairlead-page") / "libfairlead-page.so"))
        paths.insert(paths.begin(), "in-page");
    return paths;
}

window_app_folder::window_app_folder(window_app_setup setup)
    : display_{setup.desk}, environment_{std::move(setup.environment)} {
    environment_.insert_or_assign("FAIRLEAD_PAGE_PATH", std::move(setup.path));
    folder_.write("app/wails.json", config(setup));
    folder_.write("app/frontend/index.html", page(setup));
    folder_.write("app/frontend/main.js", setup.script);
    for (auto const& [name, content] : setup.files) folder_.write("app/" + name, content);
    std::filesystem::create_directories(folder_.path() / "home");
}

child::spec window_app_folder::run(std::vector<std::string> more) const {
    std::vector<std::string> args{"run", folder_.path() / "app"};
    args.insert(args.end(), more.begin(), more.end());
    return beside(program("fairlead"), std::move(args));
}

child::spec window_app_folder::beside(std::filesystem::path program,
                                      std::vector<std::string> args) const {
    auto environment = display_.environment();
    environment.insert({{"XDG_RUNTIME_DIR", folder_.path()},
                        {"HOME", folder_.path() / "home"},
                        {"XDG_CONFIG_HOME", folder_.path() / "home/config"},
                        {"XDG_DATA_HOME", folder_.path() / "home/data"},
                        {"XDG_CACHE_HOME", folder_.path() / "home/cache"},
                        // No program of this machine must open what a page wants opened.
                        {"XDG_DATA_DIRS", folder_.path() / "home/nothing"},
                        {"GSETTINGS_SCHEMA_DIR", "/usr/share/glib-2.0/schemas"}});
    for (auto const& [name, value] : environment_) environment.insert_or_assign(name, value);
    return {std::move(program), std::move(args), std::move(environment)};
}

window_app::window_app(window_app_setup setup)
    : folder_{std::move(setup)}, driver_{folder_.run({"--automation"})}, launcher_{child_of(
                                                                             driver_.driver().pid(),
                                                                             "fairlead")} {
    driver_.wait_for("document.readyState === 'complete' && location.href === 'wails://wails/'");
}

window_app::~window_app() {
    try {
        driver_.quit();
        eventually("the app ends with its session", [this] { return !is_alive(launcher_); });
    } catch (std::exception const&) {
        ::kill(launcher_, SIGKILL);  // Its children end with it.
    }
}

std::filesystem::path window_app::socket() const {
    return folder_.path() / "fairlead/window-test/broker.sock";
}

std::string window_app::window_id() {
    std::string id;
    eventually("the window is visible", [&] {
        id = desk().xdotool({"search", "--onlyvisible", "--name", "^window-test$"});
        return !id.empty() && id.find('\n') == std::string::npos;
    });
    return id;
}

boost::json::value window_app::list() {
    child command{folder_.beside(program("fairlead"), {"list", "--json=short"})};
    auto const text = command.read_all();
    if (command.wait() != 0) throw std::runtime_error{"fairlead list: " + command.errors()};
    return boost::json::parse(text);
}

pid_t window_app::plugin_pid() {
    return static_cast<pid_t>(list().at("plugins").at(0).at("pid").as_int64());
}

pid_t window_app::host_pid() { return child_of(launcher_, "fairlead-webvie"); }
pid_t window_app::broker_pid() { return descendant_of(launcher_, "fairlead-broker"); }
pid_t window_app::web_process_pid() {
    return descendant_of(host_pid(), "WebKitWebProces");  // In a sandbox bwrap is between them.
}

std::size_t window_app::page_sessions() {
    const auto all = list();
    std::size_t count = 0;
    for (auto const& peer : all.at("peers").as_array())
        count += peer.at("role").as_string() == "page" ? 1 : 0;
    return count;
}

void window_app::wait_for_listener() {
    eventually("a tool listens", [this] {
        const auto all = list();
        for (auto const& peer : all.at("peers").as_array())
            if (peer.at("role").as_string() == "tool" && peer.at("subscriptions").as_int64() > 0)
                return true;
        return false;
    });
}

std::int64_t window_app::calls_in_flight() {
    const auto all = list();
    std::int64_t calls = 0;
    for (auto const& peer : all.at("peers").as_array())
        if (peer.at("role").as_string() == "host" || peer.at("role").as_string() == "page")
            calls += peer.at("callsInFlight").as_int64();
    return calls;
}

}  // namespace fairlead::tests
