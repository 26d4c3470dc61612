// SPDX-License-Identifier: MIT
//
// window_life — how an app with a window shows itself, fails, and ends.
#include "tests/support/catch.hpp"
#include "tests/support/paths.hpp"
#include "tests/support/running_app.hpp"
#include "tests/support/window_app.hpp"

#include <csignal>
#include <fstream>

using namespace fairlead::tests;

namespace {

bool contains(std::string const& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

std::size_t count_in(std::string const& text, std::string_view part) {
    std::size_t count = 0;
    for (auto at = text.find(part); at != text.npos; at = text.find(part, at + 1)) ++count;
    return count;
}

pid_t child_named(pid_t parent, std::string const& name) {
    pid_t found = 0;
    eventually(name + " runs", [&] {
        try {
            found = descendant_of(parent, name);
            return true;
        } catch (std::exception const&) {
            return false;
        }
    });
    return found;
}

}  // namespace

TEST_CASE("the demo prints each call, leaves a picture and ends well", "[system][window]") {
    window_app_folder folder{"await window.go.main.App.Greet('Ada');"
                             "await window.go.main.App.Fail('no').catch(() => {});"
                             "document.documentElement.dataset.tour = 'done';"};
    const auto picture = folder.path() / "page.png";
    child app{folder.run({"--demo", picture})};
    const auto said = app.read_all();
    CHECK(app.wait() == 0);
    CHECK(contains(said,
                   R"(call main.App.Greet ["Ada"] → "Hello Ada, from a process of its own!" )"));
    CHECK(contains(said, R"(call main.App.Fail ["no"] ✗ app-error: no )"));
    CHECK(contains(said, "screenshot: " + picture.string()));

    std::ifstream file{picture, std::ios::binary};
    std::string head(24, '\0');
    file.read(head.data(), 24);
    CHECK(head.substr(1, 3) == "PNG");
    CHECK(head.substr(16, 8) == std::string("\0\0\x03\x20\0\0\x02\x58", 8));  // 800 × 600.
}

TEST_CASE("a page whose tour fails ends the demo with its reason", "[system][window]") {
    window_app_folder folder{"document.documentElement.dataset.tourProblem = 'the anchor drags';"
                             "document.documentElement.dataset.tour = 'failed';"};
    child app{folder.run({"--demo", folder.path() / "page.png"})};
    app.read_all();
    CHECK(app.wait() == 1);
    CHECK(contains(app.errors(), "the anchor drags"));
}

TEST_CASE("a page may quit its app", "[system][window]") {
    window_app_folder folder{"await window.go.main.App.Greet('x'); window.runtime.Quit();",
                             GENERATE(from_range(page_paths()))};
    child app{folder.run({})};
    app.read_all();
    CHECK(app.wait() == 0);
}

// Wails: on Linux nothing is done about it.
// Here: the page is loaded again, plugins do not notice; five times a minute is too often.
TEST_CASE("10.1 a page that ends its process is loaded again, and the plugin does not notice",
          "[contract][system][window]") {
    // Each page says again and again which one it is; the test hears it through the broker.
    window_app_folder folder{"const me = String(Math.random());"
                             "setInterval(() => window.runtime.EventsEmit('here', me), 20);",
                             GENERATE(from_range(page_paths()))};
    child app{folder.run({})};
    app.read_line_with("host");
    child listener{folder.beside(program("fairlead"), {"subscribe", "here"})};
    const auto first = listener.read_line();
    const auto host = child_named(app.pid(), "fairlead-webvie");
    const auto plugin = child_named(descendant_of(app.pid(), "fairlead-broker"), "greeter-plugin");

    ::kill(child_named(host, "WebKitWebProces"), SIGKILL);
    eventually("another page is here", [&] { return listener.read_line() != first; });
    CHECK(is_alive(host));
    CHECK(is_alive(plugin));
    eventually("the log says what happened",
               [&] { return contains(app.errors(), "the page is loaded again"); });
    app.signal(SIGTERM);
    app.read_all();
    CHECK(app.wait() == 128 + SIGTERM);
}

TEST_CASE("a window whose broker crashes again and again says so and ends", "[system][window]") {
    window_app_folder folder;
    child app{folder.run({})};
    app.read_line_with("host");
    child_named(child_named(app.pid(), "fairlead-webvie"), "WebKitWebProces");
    // Five are replaced, and each time the window comes back.
    for (std::size_t i = 0; i < 6; ++i) {
        eventually("the window has a broker",
                   [&] { return count_in(app.errors(), "the window is back") == i; });
        ::kill(descendant_of(app.pid(), "fairlead-broker"), SIGKILL);
    }
    app.read_all();
    CHECK(app.wait() == 1);
    CHECK(contains(app.errors(), "run: the broker ended with code 137"));
}

#ifdef FAIRLEAD_TEST_STUCK
TEST_CASE("a window whose main thread is stuck ends with whoever started it all the same",
          "[system][window]") {
    window_app_folder folder{"", "messages", {{"LD_PRELOAD", FAIRLEAD_TEST_STUCK}}};
    child app{folder.run({})};
    app.read_line_with("host");
    const auto host = child_named(app.pid(), "fairlead-webvie");
    eventually("it is connected", [&] {
        child list{folder.beside(program("fairlead"), {"list"})};
        const auto said = list.read_all();
        return list.wait() == 0 && contains(said, " window ");
    });
    // Its signal of that is for the main thread, and so is the goodbye of the broker.
    app.signal(SIGKILL);
    eventually("it has ended", [&] { return !is_alive(host); });
}
#endif

TEST_CASE("a person types and clicks in the example, and it answers", "[system][window]") {
    window_app_folder folder{"", GENERATE(from_range(page_paths()))};
    auto browser = folder.beside(program("fairlead"),
                                 {"run", source_root() / "examples/greeter", "--automation"});
    webdriver page{browser};
    page.wait_for("document.documentElement.dataset.tour === 'done'");
    page.type("#greet input", "Grace");
    page.click("#greet button");
    eventually("the answer is shown",
               [&] { return page.text("#greeting") == "Hello Grace, from a process of its own!"; });
}
