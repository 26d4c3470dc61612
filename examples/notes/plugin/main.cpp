// SPDX-License-Identifier: MIT
//
// notes — the example's back end: it keeps notes in files, saves what is typed, and reminds; menu
// and dialogs are its, too.
#include "api.hpp"
#include "change.hpp"
#include "closing.hpp"
#include "keeper.hpp"
#include "menu_bar.hpp"
#include "shelf.hpp"

#include <fairlead/plugin.hpp>
#include <fairlead/runtime.hpp>

#include <memory>

int main(int argc, char** argv) {
    fairlead::plugin plugin{"notes"};
    const auto runtime = plugin.runtime();
    const auto keeper =
        std::make_shared<notes::keeper>(notes::shelf{notes::shelf::users()}, runtime.events());
    const auto closing = std::make_shared<notes::closing>(runtime, keeper);

    // Also after a restart: then the page is there already, and reads again.
    runtime.on_startup([=] {
        keeper->book();
        notes::tell(runtime.events(), "opened", {});
    });
    runtime.on_before_close([=] { return closing->keeps_window(); });
    runtime.set_menu(notes::menu_bar(runtime, keeper));

    plugin.bind("main", notes::Notes{keeper, runtime.events()}, fairlead::execution::loop);
    plugin.bind("main", notes::Files{keeper, runtime});
    notes::describe(plugin);
    const int code = plugin.run(argc, argv);
    keeper->finish();
    return code;
}
