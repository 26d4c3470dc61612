// SPDX-License-Identifier: MIT
//
// menu_offers — menus of plugins, each for as long as its plugin listens to the clicks.
//
//   fairlead.menu.clicks ["owner"]      → [{"id":2,"checked":false}, …] when somebody clicks
//   fairlead.menu.set    ["owner",[…]]  → null; refused while nobody listens
//
// A plugin keeps two calls of the first open. Clicks answer the older one, never the last: by that
// we hear of the plugin's end, for it is taken back then.
#pragma once

#include "webview-host/menu/menu_view.hpp"
#include "webview-host/system/call_desk.hpp"

#include <deque>
#include <list>
#include <string>
#include <vector>

namespace fairlead::host {

class menu_offers {
public:
    explicit menu_offers(menu_view& view);
    menu_offers(menu_offers const&) = delete;
    menu_offers& operator=(menu_offers const&) = delete;

    void offer_on(client::connection& broker, call_desk& desk);

private:
    struct click {
        std::uint64_t id = 0;
        bool checked = false;
    };
    struct listener {
        std::uint64_t number = 0;
        desk_call call;
    };
    struct owner {
        std::string name;
        std::deque<listener> listeners;
        std::deque<click> clicks;  // Not told yet.
        std::vector<menu_entry> menu;
    };

    void listen(desk_call const& call);
    void leave(std::string const& name, std::uint64_t number);
    void set(desk_call const& call);
    void clicked(std::string const& name, click what);
    static void tell(owner& whom);
    owner* find(std::string const& name);
    void show();

    menu_view& view_;
    std::uint64_t last_ = 0;
    std::list<owner> owners_;  // In the order in which they came.
};

}  // namespace fairlead::host
