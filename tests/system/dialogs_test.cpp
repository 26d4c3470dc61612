// SPDX-License-Identifier: MIT
//
// dialogs — opened by a plugin, on a real screen, answered from the keyboard.
#include "tests/support/catch.hpp"
#include "tests/support/desktop_app.hpp"
#include "tests/support/running_app.hpp"

#include <csignal>

using namespace fairlead::tests;
using Catch::Matchers::Contains;

namespace {

std::string quoted(std::filesystem::path const& path) { return '"' + path.native() + '"'; }

/// The dialog of that call comes to the front and is answered by that key; the answer, once it has
/// gone from the screen.
std::string answered(desktop_app& app, std::string const& method, std::string const& args,
                     std::string const& title, std::string const& key) {
    auto asked = app.ask(method, args);
    app.screen().wait_for_front(title);
    app.screen().press_until(key, [&] {
        return asked.wait_for(std::chrono::milliseconds{300}) == std::future_status::ready;
    });
    auto answer = desktop_app::wait(asked);
    eventually("the dialog is gone", [&] { return !app.screen().shows(title); });
    app.screen().wait_for_front(desktop_app::title);
    return answer;
}

struct letter_app : desktop_app {
    std::filesystem::path letters = path() / "letters";
    std::filesystem::path letter = letters / "a letter.txt";
    letter_app() {
        std::filesystem::create_directories(letters);
        write("letters/a letter.txt", "Dear reader");
    }
    std::string options(std::string const& named, std::string const& filename = "") const {
        return R"([{"title":")" + named + R"(","directory":)" + quoted(letters) +
               R"(,"filename":")" + filename + R"(","pattern":"*.txt;*.md"}])";
    }
};

std::string question(int type, std::string const& title, std::string const& more = "") {
    return R"([{"type":)" + std::to_string(type) + R"(,"title":")" + title +
           R"(","message":"Shall it be?")" + more + "}]";
}

}  // namespace

TEST_CASE(
    "10.3 a plugin opens a file dialog and gets the path, or an empty one when it is cancelled",
    "[system][window][contract]") {
    letter_app app;
    CHECK(answered(app, "desk.open_file", app.options("Choose", "a letter.txt"), "Choose",
                   "Return") == quoted(app.letter));
    CHECK(answered(app, "desk.open_file", "[{}]", "Open File", "Escape") == R"("")");
}

TEST_CASE("10.3 a plugin lets choose several files, and gets a list",
          "[system][window][contract]") {
    letter_app app;
    CHECK(answered(app, "desk.open_files", app.options("Several", "a letter.txt"), "Several",
                   "Return") == '[' + quoted(app.letter) + ']');
    CHECK(answered(app, "desk.open_files", "[{}]", "Open Files", "Escape") == "[]");
}

TEST_CASE("10.3 a plugin lets choose a folder, which begins where it says",
          "[system][window][contract]") {
    letter_app app;
    CHECK(answered(app, "desk.open_directory", app.options("Where"), "Where", "alt+o") ==
          quoted(app.letters));
    CHECK(answered(app, "desk.open_directory", "[{}]", "Open Folder", "Escape") == R"("")");
}

TEST_CASE("10.3 a plugin asks where to save, with a folder and a name to begin with",
          "[system][window][contract]") {
    letter_app app;
    CHECK(answered(app, "desk.save_file", app.options("Save as", "new.txt"), "Save as", "Return") ==
          quoted(app.letters / "new.txt"));
    CHECK(answered(app, "desk.save_file", "[{}]", "Save File", "Escape") == R"("")");
}

TEST_CASE("10.3 a folder to begin with that is not there is an error in the words of Wails",
          "[system][window][contract]") {
    desktop_app app;
    CHECK(app.call("desk.open_file", R"([{"directory":"/nowhere/at all"}])") ==
          "app-error: default directory '/nowhere/at all' does not exist");
    CHECK(app.call("desk.save_file", R"([{"directory":"/etc/passwd"}])") ==
          "app-error: default directory '/etc/passwd' does not exist");
    CHECK(app.screen().shows(desktop_app::title));
}

TEST_CASE("10.3 a message dialog returns the text of the button that was pressed",
          "[system][window][contract]") {
    desktop_app app;
    constexpr int info = 0, warning = 1, error = 2, ask = 3;
    CHECK(answered(app, "desk.ask", question(info, "I"), "I", "Return") == R"("OK")");
    CHECK(answered(app, "desk.ask", question(warning, "W"), "W", "Return") == R"("OK")");
    CHECK(answered(app, "desk.ask", question(error, ""), "Error", "Return") == R"("OK")");
    CHECK(answered(app, "desk.ask", question(ask, "Q"), "Q", "Return") == R"("Yes")");
    CHECK(answered(app, "desk.ask", question(ask, "Q", R"(,"default_button":"No")"), "Q",
                   "Return") == R"("No")");
    CHECK(answered(app, "desk.ask", question(ask, "Q"), "Q", "Escape") == R"("")");
}

TEST_CASE("10.3 a message dialog has the buttons that its plugin wants, Enter and Escape their own",
          "[system][window][contract]") {
    desktop_app app;
    const std::string more =
        R"(,"buttons":["Keep","Throw_away","Ask later"],"default_button":"Throw_away",)"
        R"("cancel_button":"Ask later")";
    CHECK(answered(app, "desk.ask", question(3, "Old files", more), "Old files", "Return") ==
          R"("Throw_away")");
    CHECK(answered(app, "desk.ask", question(3, "Old files", more), "Old files", "Escape") ==
          R"("Ask later")");
    CHECK_THAT(app.call("desk.ask", question(3, "Q", R"(,"default_button":"Never")")),
               Contains("bad-arguments: defaultButton: 'Never' is none of the buttons"));
}

TEST_CASE("a dialog that its plugin takes back closes", "[system][window]") {
    desktop_app app;
    auto asked = app.ask("desk.ask_briefly", R"(["Quickly now"])");
    CHECK(desktop_app::wait(asked) == R"("timeout")");
    eventually("the dialog is gone", [&] { return !app.screen().shows("Quickly now"); });
}

TEST_CASE("a dialog whose plugin dies closes, and the window goes on", "[system][window]") {
    desktop_app app;
    auto asked = app.ask("desk.ask", question(0, "Orphan"));
    app.screen().wait_for_front("Orphan");
    const auto pid = std::stoi(app.call("desk.pid"));
    REQUIRE(::kill(pid, SIGKILL) == 0);
    CHECK_THAT(desktop_app::wait(asked), Contains("backend-gone"));
    eventually("the dialog is gone", [&] { return !app.screen().shows("Orphan"); });
    eventually("its successor opens another", [&] {
        return answered(app, "desk.ask", question(0, "Again"), "Again", "Return") == R"("OK")";
    });
}

TEST_CASE("a plugin that waits for a dialog goes on answering, and the window, too",
          "[system][window]") {
    desktop_app app;
    auto asked = app.ask("desk.ask", question(0, "Patience"));
    app.screen().wait_for_front("Patience");
    CHECK(app.call("desk.platform") == R"("linux")");
    CHECK(app.call("desk.resize", "[640,480]").size() > 2);
    auto second = app.ask("desk.ask", question(0, "On top"));
    app.screen().wait_for_front("On top");
    app.screen().press("Return");
    CHECK(desktop_app::wait(second) == R"("OK")");
    app.screen().wait_for_front("Patience");
    app.screen().press("Return");
    CHECK(desktop_app::wait(asked) == R"("OK")");
}

TEST_CASE("waiting for a dialog on the connection's own thread is refused, not for ever",
          "[system][window]") {
    desktop_app app;
    CHECK_THAT(app.call("desk.ask_on_the_loop"),
               Contains("app-error: waiting here would be for ever"));
    CHECK(app.call("desk.platform") == R"("linux")");
}
