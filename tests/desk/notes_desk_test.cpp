// SPDX-License-Identifier: MIT
//
// notes_desk — examples/notes among other programs: menu, dialogs, dropped files, notifications,
// and the question before it goes.
#include "tests/desk/notes_app.hpp"
#include "tests/support/catch.hpp"

#include <fstream>
#include <iterator>

using namespace fairlead::tests;

namespace {

constexpr auto delete_question = "Delete this note?";
constexpr auto close_question = "Save before closing?";

bool contains(std::string const& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

std::string content_of(std::filesystem::path const& path) {
    std::ifstream file{path};
    return {std::istreambuf_iterator<char>{file}, {}};
}

/// The path is typed into the file dialog in front, and it goes. `to_name` are the keys that bring
/// one to where a path can be typed.
void choose(notes_app& app, std::string const& dialog, std::string const& to_name,
            std::filesystem::path const& path, std::string_view picture) {
    app.wait_for_front(dialog);
    // Keys may come before the field does: what stands in it is copied and looked at.
    eventually("the path is typed", [&] {
        app.hand("key " + to_name);
        app.type(path);
        app.hand("key ctrl+a ctrl+c");
        return app.page().run_async("return runtime.ClipboardGetText();").as_string() ==
               path.native();
    });
    app.picture(picture);
    app.answer(dialog, "Return");
}

/// A note with changes that nothing will save by itself.
void leave_unsaved(notes_app& app) {
    app.hand("key F10");
    app.hand("key Down Down Down Down Down");
    app.picture("20-save-automatically");
    app.hand("key Return");
    app.write_note("Fleeting", "soon forgotten");
    app.page().wait_for("document.querySelector('#status').textContent === 'Not saved yet'");
}

}  // namespace

TEST_CASE("the menu's accelerators reach the page", "[system][window]") {
    notes_app app;
    app.hand("key ctrl+n");
    app.page().wait_for("document.activeElement === document.querySelector('#title') &&"
                        " document.querySelector('#title').value === ''");
    app.type("By hand");
    app.page().wait_for("document.querySelector('#title').value === 'By hand'");
    app.hand("key ctrl+f");
    app.page().wait_for("document.activeElement === document.querySelector('#search')");
    app.hand("key F10");
    app.picture("07-menu");
    app.hand("key Escape");
    app.hand("key ctrl+shift+c");
    app.wait_for_toast("Copied");
    app.picture("08-copied");
}

TEST_CASE("on a dark desktop page and menu are dark", "[system][window]") {
    notes_app app{{{"GTK_THEME", "Adwaita:dark"}}};
    app.picture("17-dark");
    const auto is_dark = [&](int x, int y) { return app.colour_at(x, y) < "#808080"; };
    // In the middle of the window, and in the bar, right of its menus.
    eventually("the page is dark", [&] { return is_dark(640, 700); });
    eventually("the menu bar is dark", [&] { return is_dark(640, 125); });
}

TEST_CASE("a note is deleted after a question, and stays when the answer is no",
          "[system][window]") {
    notes_app app;
    app.write_note("Keep me", "or not");
    app.wait_until_saved();
    app.page().click("#delete");
    app.wait_for_front(delete_question);
    app.picture("09-delete");
    app.answer(delete_question, "Escape");
    app.wait_for_front(notes_app::title);
    CHECK(app.titles() == R"(["Keep me","Welcome aboard"])");

    app.hand("key ctrl+shift+d");
    app.answer(delete_question, "Return");
    eventually("it is gone", [&] { return app.titles() == R"(["Welcome aboard"])"; });
    CHECK_FALSE(contains(app.files(), "Keep me"));
    app.page().wait_for("document.querySelector('#title').value === 'Welcome aboard'");
}

TEST_CASE("a note is exported where the user wants it, and imported from there",
          "[system][window]") {
    notes_app app;
    app.write_note("Ahoy", "one\ntwo");
    const auto file = app.path() / "ahoy.md";
    app.hand("key ctrl+e");
    choose(app, "Export note", "ctrl+a", file, "10-export");
    app.wait_for_toast("Exported to " + file.native());
    CHECK(content_of(file) == "# Ahoy\n\none\ntwo");

    app.hand("key ctrl+o");
    choose(app, "Import notes", "ctrl+l ctrl+a", file, "11-import");
    app.wait_for_toast("Imported a note");
    CHECK(app.titles() == R"(["Ahoy","Ahoy","Welcome aboard"])");
    app.picture("12-imported");
}

TEST_CASE("a dialog that is cancelled changes nothing", "[system][window]") {
    notes_app app;
    for (auto const& [key, dialog] :
         {std::pair{"ctrl+e", "Export note"}, std::pair{"ctrl+o", "Import notes"}}) {
        app.hand(std::string{"key "} + key);
        app.answer(dialog, "Escape");
        app.wait_for_front(notes_app::title);
    }
    CHECK(app.titles() == R"(["Welcome aboard"])");
    CHECK(app.page().run("return document.querySelectorAll('.toasts li').length;").as_int64() == 0);
}

TEST_CASE("a text file that is dropped onto the window becomes a note, another file does not",
          "[system][window]") {
    notes_app app;
    const auto text = app.path() / "a knot.txt";
    std::ofstream{text} << "over, under, through";
    const auto picture = app.path() / "picture.png";
    std::ofstream{picture} << "\x89PNG\r\n";
    app.drop(text, "13-drop");
    app.wait_for_toast("Imported a note");
    app.page().wait_for("document.querySelector('#title').value === 'a knot' &&"
                        " document.querySelector('#text').value === 'over, under, through'");
    app.drop(picture, "14-drop-picture");
    app.wait_for_toast("picture.png is not a text file");
    app.picture("15-dropped");
    CHECK(app.titles() == R"(["a knot","Welcome aboard"])");
}

TEST_CASE("a reminder that is due is told on the desktop, once", "[system][window]") {
    notes_app app;
    app.write_note("Tide table", "High water at noon");
    const auto id = '"' + app.open_id() + '"';
    app.call("main.Notes.Remind", {id, "1"});  // Long ago.
    const auto told = app.notifications().next();
    CHECK(told.title == "Tide table");
    CHECK(told.body == "High water at noon");
    app.wait_for_toast("Reminder: Tide table");
    app.page().wait_for("document.querySelector('#remind').textContent === 'Remind me'");
    app.wait_until_saved();
    app.picture("16-reminded");
    CHECK(app.call("main.Notes.TakeDue") == "[]");
}

TEST_CASE("a window with something unsaved asks before it closes, and saves", "[system][window]") {
    notes_app app;
    leave_unsaved(app);
    app.hand("key ctrl+q");
    app.wait_for_front(close_question);
    app.picture("21-close-question");
    app.answer(close_question, "Escape");
    app.wait_for_front(notes_app::title);
    CHECK_FALSE(contains(app.files(), "Fleeting"));
    app.hand("key ctrl+q");
    app.answer(close_question, "Return");
    eventually("it ends", [&] { return app.has_ended(); });
    CHECK(contains(app.files(), "Fleeting"));
}

TEST_CASE("what is discarded at the end is not saved", "[system][window]") {
    notes_app app;
    leave_unsaved(app);
    app.hand("key ctrl+q");
    app.answer(close_question, "Left Left Return");  // From Save to Discard.
    eventually("it ends", [&] { return app.has_ended(); });
    CHECK_FALSE(contains(app.files(), "Fleeting"));
}

TEST_CASE("with nothing unsaved the window closes at once, and late edits are kept",
          "[system][window]") {
    notes_app app;
    app.write_note("Last words", "in time");
    app.hand("key ctrl+q");
    eventually("it ends", [&] { return app.has_ended(); });
    CHECK(contains(app.files(), "Last words"));
}
