// SPDX-License-Identifier: MIT
//
// notes — examples/notes as a person uses it: a React page that Vite built, a C++ plugin behind it.
#include "tests/desk/notes_app.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/running_app.hpp"

#include <csignal>

using namespace fairlead::tests;

namespace {

bool contains(std::string const& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

constexpr std::string_view shopping = "Oakum, tar, two fathoms of rope.\nÄpfel, and tea.";

}  // namespace

TEST_CASE("a note is saved as it is typed, and found again", "[system][window]") {
    notes_app app;
    CHECK(app.titles() == R"(["Welcome aboard"])");
    app.picture("01-start");

    app.write_note("Shopping", shopping);
    app.picture("02-typed");
    CHECK(app.titles() == R"(["Shopping","Welcome aboard"])");
    app.wait_until_saved();
    CHECK(contains(app.files(), "Äpfel, and tea."));

    app.page().type_on("#search", "c++ BLINK");
    eventually("only the note with both words is listed",
               [&] { return app.titles() == R"(["Welcome aboard"])"; });
    app.picture("03-search");
    app.page().type_on("#search", " nowhere");
    app.page().wait_for("document.querySelector('.nothing')?.textContent.includes('nowhere')");
    app.picture("04-nothing-found");
}

TEST_CASE("a note that another program writes is there at once, also in the editor",
          "[system][window]") {
    notes_app app;
    const auto made = app.call("main.Notes.Create");
    const auto id = made.substr(made.find("\"id\":\"") + 6, 16);
    eventually("it is listed", [&] { return app.titles() == R"(["New note","Welcome aboard"])"; });
    app.page().click("[data-id='" + id + "']");
    app.page().wait_for("document.querySelector('#title')?.value === ''");
    app.call("main.Notes.Edit", {'"' + id + '"', "\"From afar\"", "\"one\\ntwo\"", "\"nobody\""});
    app.page().wait_for("document.querySelector('#title')?.value === 'From afar' &&"
                        " document.querySelector('#text').value === 'one\\ntwo'");
    CHECK(app.titles() == R"(["From afar","Welcome aboard"])");
}

TEST_CASE("what is typed in two places of a text stays in order", "[system][window]") {
    notes_app app;
    app.write_note("Order", "abcdefghijklmnopqrstuvwxyz0123456789");
    app.page().click("[data-id]:not([aria-current='true'])");
    app.page().wait_for("document.querySelector('#title')?.value === 'Welcome aboard'");
    app.page().click("[data-id]:not([aria-current='true'])");
    app.page().wait_for("document.querySelector('#title')?.value === 'Order'");
    CHECK(app.page().run("return document.querySelector('#text').value;").as_string() ==
          "abcdefghijklmnopqrstuvwxyz0123456789");
}

TEST_CASE("a note is copied to the clipboard", "[system][window]") {
    notes_app app;
    app.write_note("Shopping", shopping);
    app.page().click("#copy");
    app.page().wait_for("document.querySelector('.toasts li')?.textContent === 'Copied'");
    CHECK(app.page().run_async("return window.runtime.ClipboardGetText();").as_string() ==
          "Shopping\n\n" + std::string{shopping});
}

TEST_CASE("a reminder is chosen and shown", "[system][window]") {
    notes_app app;
    app.page().click("#remind");
    app.page().wait_for("document.querySelectorAll('.popover > button').length >= 3");
    app.picture("05-reminder-choice");
    app.page().click(".popover > button:last-of-type");
    app.page().wait_for("document.querySelector('#remind').textContent.startsWith('tomorrow')");
    app.page().wait_for("document.querySelector('.line-bell') !== null");
    app.wait_until_saved();
    app.picture("06-reminder");
    CHECK_FALSE(contains(app.files(), R"("remindAt":0)"));
}

TEST_CASE("a plugin that is killed comes back with all that was saved, and the page stays",
          "[system][window]") {
    notes_app app;
    app.write_note("Sturdy", "written before");
    app.wait_until_saved();
    app.page().run("window.marker = 1;");
    ::kill(app.plugin_pid(), SIGKILL);
    eventually("another answers", [&] {
        try {
            return contains(app.call("main.Notes.List", {R"("")"}), "Sturdy");
        } catch (std::runtime_error const&) {
            return false;
        }
    });
    app.page().type_on("#text", ", and after");
    app.wait_until_saved();
    CHECK(contains(app.files(), "written before, and after"));
    CHECK(app.page().run("return window.marker;").as_int64() == 1);
}
