// SPDX-License-Identifier: MIT
//
// shelf — the file's name is the note's id, whatever it says inside.
#include "shelf.hpp"

#include "text_file.hpp"

#include <fairlead/json/arguments.hpp>

#include <cstdlib>
#include <exception>
#include <tuple>
#include <utility>

namespace notes {
namespace {

constexpr std::size_t bytes_max = 16 << 20;

Note parse(std::string const& text, std::string const& name) {
    return std::get<0>(fairlead::json::read_arguments<std::tuple<Note>>('[' + text + ']', name));
}

std::filesystem::path folder_in(char const* variable) {
    char const* text = std::getenv(variable);  // NOLINT(concurrency-mt-unsafe): nobody sets one.
    return text == nullptr ? "" : text;
}

}  // namespace

shelf::shelf(std::filesystem::path folder) : folder_{std::move(folder)} {}

std::filesystem::path shelf::users() {
    auto data = folder_in("XDG_DATA_HOME");
    if (!data.is_absolute()) data = folder_in("HOME") / ".local/share";
    return data / "fairlead-notes";
}

bool shelf::make() const { return std::filesystem::create_directories(folder_); }

std::vector<Note> shelf::read(std::function<void(std::string_view problem)> const& report) const {
    std::vector<Note> all;
    for (auto const& entry : std::filesystem::directory_iterator{folder_}) {
        if (entry.path().extension() != ".json") continue;
        try {
            auto note = parse(read_text_file(entry.path(), bytes_max), entry.path());
            note.id = entry.path().stem();
            note.unsaved = false;
            all.push_back(std::move(note));
        } catch (std::exception const& problem) {
            report(entry.path().string() + " is no note: " + problem.what());
        }
    }
    return all;
}

void shelf::write(Note const& note) const {
    std::string text;
    fairlead::json::write(text, note);
    text += '\n';
    write_text_file(file_of(note.id), text);
}

void shelf::remove(std::string const& id) const { std::filesystem::remove(file_of(id)); }

std::filesystem::path shelf::file_of(std::string const& id) const {
    return folder_ / (id + ".json");
}

}  // namespace notes
