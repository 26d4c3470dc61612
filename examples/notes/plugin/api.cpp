// SPDX-License-Identifier: MIT
//
// api — each call is one step of the notebook, and every window is told.
#include "api.hpp"

#include "change.hpp"
#include "text_file.hpp"

#include <algorithm>
#include <exception>
#include <filesystem>
#include <stdexcept>

namespace notes {
namespace {

constexpr std::size_t import_bytes_max = 1 << 20;
constexpr std::string_view heading = "# ";

std::vector<fairlead::file_filter> filters() {
    return {{"Text (*.md, *.txt)", "*.md;*.txt"}, {"All files", "*"}};
}

/// A first line "# Title" is the title, as export writes it; else the file's name is.
Note read_note(std::filesystem::path const& path) {
    auto text = read_text_file(path, import_bytes_max);
    const auto name = path.filename().string();
    if (!is_utf8(text) || text.find('\0') != text.npos)
        throw std::invalid_argument{name + " is not a text file"};
    Note note{.title = path.stem().string()};
    if (text.starts_with(heading)) {
        const auto end = std::min(text.find('\n'), text.size());
        note.title = text.substr(heading.size(), end - heading.size());
        text.erase(0, std::min(text.find_first_not_of('\n', end), text.size()));
    }
    note.text = std::move(text);
    return note;
}

std::string file_name_of(std::string title) {
    std::ranges::replace(title, '/', '-');
    return (title.empty() ? "Note" : title) + ".md";
}

bool agrees_to_delete(fairlead::runtime const& runtime, Note const& note) {
    constexpr char const* yes = "Delete";
    constexpr char const* no = "Keep";
    const auto name = note.title.empty() ? "This note" : "“" + note.title + "”";
    return runtime.dialogs()
               .message({.type = fairlead::message_type::question,
                         .title = "Delete this note?",
                         .message = name + " goes for good.",
                         .buttons = {no, yes},
                         .default_button = yes,
                         .cancel_button = no})
               .wait() == yes;
}

}  // namespace

std::vector<NoteHead> Notes::List(std::string const& query) { return keeper_->book().find(query); }

Note Notes::Get(std::string const& id) { return keeper_->book().get(id); }

Note Notes::Create() {
    auto note = keeper_->book().create();
    tell(events_, "created", note.id);
    return note;
}

void Notes::Edit(std::string const& id, std::string const& title, std::string const& text,
                 std::string const& editor) {
    if (!keeper_->book().edit(id, title, text)) return;
    tell(events_, "edited", id, editor);
    keeper_->wake();
}

void Notes::Remind(std::string const& id, moment at) {
    keeper_->book().remind(id, at);
    tell(events_, "reminder", id);
    keeper_->wake();
}

std::vector<NoteHead> Notes::TakeDue() {
    auto rung = keeper_->book().take_rung();
    for (auto const& one : rung) tell(events_, "reminder", one.id);
    if (!rung.empty()) keeper_->wake();
    return rung;
}

void Files::Save(std::string const& id) { keeper_->save(id); }

bool Files::Delete(std::string const& id) {
    const auto note = keeper_->book().get(id);
    const bool has_text = !note.title.empty() || !note.text.empty();
    if (has_text && !agrees_to_delete(runtime_, note)) return false;
    keeper_->book().remove(id);
    tell(runtime_.events(), "removed", id);
    return true;
}

Imported Files::Import() {
    return ImportFiles(
        runtime_.dialogs().open_files({.title = "Import notes", .filters = filters()}).wait());
}

Imported Files::ImportFiles(std::vector<std::string> const& paths) {
    Imported all;
    for (auto const& path : paths) {
        try {
            all.ids.push_back(import(path));
        } catch (std::exception const& problem) {
            all.problems.emplace_back(problem.what());
        }
    }
    return all;
}

std::string Files::import(std::string const& path) {
    auto read = read_note(path);
    const auto made = keeper_->book().create(std::move(read.title), std::move(read.text));
    tell(runtime_.events(), "created", made.id);
    keeper_->wake();
    return made.id;
}

std::string Files::Export(std::string const& id) {
    const auto note = keeper_->book().get(id);
    auto path = runtime_.dialogs()
                    .save_file({.title = "Export note",
                                .default_filename = file_name_of(note.title),
                                .filters = filters()})
                    .wait();
    if (!path.empty())
        write_text_file(path, std::string{heading} + note.title + "\n\n" + note.text);
    return path;
}

void describe(fairlead::plugin& plugin) {
    plugin
        .describe("main.Notes.List", {.doc = "Those with each word of the query, the last changed "
                                             "first; of an empty one all.",
                                      .parameters = {"query"}})
        .describe("main.Notes.Get", {.parameters = {"id"}})
        .describe("main.Notes.Create", {.doc = "An empty one."})
        .describe(
            "main.Notes.Edit",
            {.doc = "`editor` is what the page calls itself: `notes:changed` says who it was.",
             .parameters = {"id", "title", "text", "editor"}})
        .describe("main.Notes.Remind",
                  {.doc = "At that time, in ms since 1970; 0: never.", .parameters = {"id", "at"}})
        .describe("main.Notes.TakeDue",
                  {.doc = "After `notes:due`: each reminder is given to one who asks."})
        .describe("main.Files.Save", {.doc = "Now, not soon.", .parameters = {"id"}})
        .describe("main.Files.Delete",
                  {.doc = "After a question, if there is something to lose. True: it is gone.",
                   .parameters = {"id"}})
        .describe("main.Files.Import", {.doc = "Of files that the user chooses."})
        .describe("main.Files.ImportFiles", {.parameters = {"paths"}})
        .describe("main.Files.Export",
                  {.doc = "Where the user wants it; empty: nowhere.", .parameters = {"id"}})
        .describe<Note>({.members = {{"changed", "In ms since 1970."},
                                     {"remindAt", "In ms since 1970; 0: never."},
                                     {"unsaved", "The disk has an older one."}}})
        .describe<NoteHead>({.doc = "A note's line in a list."});
}

}  // namespace notes
