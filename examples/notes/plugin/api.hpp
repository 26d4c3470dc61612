// SPDX-License-Identifier: MIT
//
// api — what the page calls: window.go.main.Notes, which is quick, and window.go.main.Files, which
// waits for the disk and for the user.
#pragma once

#include "keeper.hpp"
#include "notebook.hpp"

#include <fairlead/plugin.hpp>
#include <fairlead/runtime.hpp>

#include <boost/describe.hpp>

#include <memory>
#include <string>
#include <vector>

namespace notes {

/// Runs on the connection's thread: edits take effect in the order in which they were typed.
class Notes {
public:
    Notes(std::shared_ptr<keeper> saver, fairlead::events events)
        : keeper_{std::move(saver)}, events_{std::move(events)} {}

    std::vector<NoteHead> List(std::string const& query);
    Note Get(std::string const& id);
    Note Create();
    /// `editor` is what the page calls itself; it finds it in the event and knows its own work.
    void Edit(std::string const& id, std::string const& title, std::string const& text,
              std::string const& editor);
    void Remind(std::string const& id, moment at);
    /// After `notes:due`: each reminder is given to one who asks.
    std::vector<NoteHead> TakeDue();

private:
    BOOST_DESCRIBE_CLASS(Notes, (), (List, Get, Create, Edit, Remind, TakeDue), (), ())

    std::shared_ptr<keeper> keeper_;
    fairlead::events events_;
};

struct Imported {
    std::vector<std::string> ids;
    std::vector<std::string> problems;
};
BOOST_DESCRIBE_STRUCT(Imported, (), (ids, problems))

class Files {
public:
    Files(std::shared_ptr<keeper> saver, fairlead::runtime runtime)
        : keeper_{std::move(saver)}, runtime_{std::move(runtime)} {}

    void Save(std::string const& id);
    /// After a question, if there is something to lose. True: it is gone.
    bool Delete(std::string const& id);
    /// Of files that the user chooses.
    Imported Import();
    Imported ImportFiles(std::vector<std::string> const& paths);
    /// Where the user wants it; empty: nowhere.
    std::string Export(std::string const& id);

private:
    BOOST_DESCRIBE_CLASS(Files, (), (Save, Delete, Import, ImportFiles, Export), (), ())

    std::string import(std::string const& path);

    std::shared_ptr<keeper> keeper_;
    fairlead::runtime runtime_;
};

/// What wailsjs/ says of it to who writes the page.
void describe(fairlead::plugin& plugin);

}  // namespace notes
