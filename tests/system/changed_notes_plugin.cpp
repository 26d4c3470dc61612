// SPDX-License-Identifier: MIT
//
// changed_notes_plugin — examples/notes with a fault: it gives the title of a note with a space
// behind it. What a replay is there to find.
#include "examples/notes/plugin/api.hpp"
#include "examples/notes/plugin/keeper.hpp"
#include "examples/notes/plugin/shelf.hpp"

#include <fairlead/plugin.hpp>

namespace changed {

/// Of the same name, so its methods have the same.
struct Notes {
    std::vector<notes::NoteHead> List(std::string const& query) { return real.List(query); }
    notes::Note Create() { return real.Create(); }
    void Edit(std::string const& id, std::string const& title, std::string const& text,
              std::string const& editor) {
        real.Edit(id, title, text, editor);
    }
    notes::Note Get(std::string const& id) {
        auto note = real.Get(id);
        note.title += ' ';
        return note;
    }

    notes::Notes real;
};
BOOST_DESCRIBE_STRUCT(Notes, (), (List, Create, Edit, Get))

}  // namespace changed

int main(int argc, char** argv) {
    fairlead::plugin plugin{"notes"};
    const auto events = plugin.runtime().events();
    const auto keeper =
        std::make_shared<notes::keeper>(notes::shelf{notes::shelf::users()}, events);
    plugin.bind("main", changed::Notes{{keeper, events}}, fairlead::execution::loop);
    const int code = plugin.run(argc, argv);
    keeper->finish();
    return code;
}
