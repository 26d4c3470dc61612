// SPDX-License-Identifier: MIT
//
// menu_bar — built once; the check mark keeps itself.
#include "menu_bar.hpp"

namespace notes {

fairlead::menu menu_bar(fairlead::runtime const& runtime, std::shared_ptr<keeper> const& saver) {
    const auto command = [events = runtime.events()](char const* name) {
        return [events, name] { events.emit("notes:command", name); };
    };
    fairlead::menu bar;
    auto file = bar.submenu("File");
    file.text("New Note", "CmdOrCtrl+N", command("new"));
    file.text("Import…", "CmdOrCtrl+O", command("import"));
    file.text("Export…", "CmdOrCtrl+E", command("export"));
    file.separator();
    file.text("Save", "CmdOrCtrl+S", command("save"));
    file.checkbox("Save Automatically", saver->autosave(),
                  [saver](fairlead::menu_item item) { saver->set_autosave(item.is_checked()); });
    file.separator();
    file.text("Quit", "CmdOrCtrl+Q", [runtime] { runtime.quit(); });

    auto edit = bar.submenu("Edit");
    edit.text("Find", "CmdOrCtrl+F", command("find"));
    edit.separator();
    edit.text("Copy Note", "CmdOrCtrl+Shift+C", command("copy"));
    edit.text("Delete Note…", "CmdOrCtrl+Shift+D", command("delete"));
    return bar;
}

}  // namespace notes
