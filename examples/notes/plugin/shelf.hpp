// SPDX-License-Identifier: MIT
//
// shelf — notes on disk: a folder with one JSON file for each.
#pragma once

#include "note.hpp"

#include <filesystem>
#include <functional>
#include <string_view>
#include <vector>

namespace notes {

class shelf {
public:
    explicit shelf(std::filesystem::path folder);

    /// $XDG_DATA_HOME/fairlead-notes, or the same below ~/.local/share.
    static std::filesystem::path users();

    /// Makes the folder; false: it was there. Throws std::filesystem::filesystem_error.
    bool make() const;
    /// A file that is no note stays where it is, and `report` hears why.
    std::vector<Note> read(std::function<void(std::string_view problem)> const& report) const;
    /// The old file is there until the new one is whole. Throws std::system_error.
    void write(Note const& note) const;
    void remove(std::string const& id) const;

private:
    std::filesystem::path file_of(std::string const& id) const;

    std::filesystem::path folder_;
};

}  // namespace notes
