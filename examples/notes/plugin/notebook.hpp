// SPDX-License-Identifier: MIT
//
// notebook — all notes: in memory for whoever reads and edits, on the shelf when they are saved.
//
// From any thread. Only open, save and remove touch the disk; the rest is quick.
#pragma once

#include "note.hpp"
#include "shelf.hpp"

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace notes {

class notebook {
public:
    explicit notebook(shelf where) : shelf_{std::move(where)} {}

    /// Reads the shelf, the first time; a new one gets a note that welcomes. `report` hears of
    /// files that are no notes. True: it was read now.
    bool open(std::function<void(std::string_view problem)> const& report);

    /// Those that match, the one changed last in front.
    std::vector<NoteHead> find(std::string const& query) const;
    /// Like all that take an id, it throws std::out_of_range: no such note.
    Note get(std::string const& id) const;

    /// Without a text it is kept only once it is edited.
    Note create(std::string title = {}, std::string text = {});
    /// True if it is another one now.
    bool edit(std::string const& id, std::string title, std::string text);
    void remind(std::string const& id, moment at);
    void remove(std::string const& id);
    /// True if there was something to write. Throws std::system_error; it is unsaved then.
    bool save(std::string const& id);

    struct draft {
        std::string id;
        moment changed = 0;
    };
    std::vector<draft> unsaved() const;

    /// Of those that have not rung. 0: there is none.
    moment next_reminder() const;
    /// From now on they have rung. False: none was due.
    bool ring(moment now);
    /// Those that have rung; they lose their reminder.
    std::vector<NoteHead> take_rung();

private:
    struct entry {
        Note note;
        std::uint64_t revision = 0;
        bool has_rung = false;
    };
    using entries = std::map<std::string, entry>;

    static auto& at(auto& all, std::string const& id);
    static Note touch(entry& changed);

    shelf shelf_;
    std::mutex writing_;  // One thread at the disk. Taken before the other.
    mutable std::mutex mutex_;
    entries all_;
    std::atomic<bool> is_open_ = false;
};

}  // namespace notes
