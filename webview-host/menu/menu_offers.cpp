// SPDX-License-Identifier: MIT
//
// menu_offers — who listens, what they show, what they have not heard yet.
#include "webview-host/menu/menu_offers.hpp"

#include <fairlead/json/arguments.hpp>

#include <algorithm>
#include <utility>

namespace fairlead::host {
namespace {

constexpr std::size_t owners_max = 64;
constexpr std::size_t listeners_max = 8;
/// Of a plugin that does not come back for them: nobody clicks that often in vain.
constexpr std::size_t clicks_max = 64;

}  // namespace

menu_offers::menu_offers(menu_view& view) : view_{view} {
    view_.on_click([this](std::string const& name, std::uint64_t id, bool checked) {
        clicked(name, {id, checked});
    });
}

void menu_offers::offer_on(client::connection& broker, call_desk& desk) {
    desk.offer(broker, "fairlead.menu.clicks", [this](desk_call const& call) { listen(call); });
    desk.offer(broker, "fairlead.menu.set", [this](desk_call const& call) { set(call); });
}

menu_offers::owner* menu_offers::find(std::string const& name) {
    const auto found = std::ranges::find(owners_, name, &owner::name);
    return found != owners_.end() ? &*found : nullptr;
}

void menu_offers::listen(desk_call const& call) {
    const auto name = std::get<0>(
        json::read_arguments<std::tuple<std::string>>(call.args(), "fairlead.menu.clicks"));
    auto* who = find(name);
    if (who == nullptr) {
        if (owners_.size() >= owners_max)
            return call.error(errc::overloaded, "there are too many menus already");
        who = &owners_.emplace_back(owner{name, {}, {}, {}});
    }
    if (who->listeners.size() >= listeners_max)
        return call.error(errc::overloaded, std::to_string(listeners_max) +
                                                " calls wait for clicks of '" + name + "' already");
    const auto number = ++last_;
    who->listeners.push_back({number, call});
    call.when_taken_back([this, name, number] { leave(name, number); });
    tell(*who);
}

void menu_offers::leave(std::string const& name, std::uint64_t number) {
    auto* who = find(name);
    if (who == nullptr) return;
    std::erase_if(who->listeners, [&](auto const& one) { return one.number == number; });
    if (!who->listeners.empty()) return;
    std::erase_if(owners_, [&](auto const& one) { return &one == who; });
    show();
}

void menu_offers::set(desk_call const& call) {
    auto wanted = parse_menu(call.args());
    auto* who = find(wanted.owner);
    if (who == nullptr)
        return call.error(errc::app_error,
                          "nobody would hear the clicks: call fairlead.menu.clicks first");
    if (who->menu != wanted.items) {
        who->menu = std::move(wanted.items);
        show();
    }
    call.result("null");
}

void menu_offers::clicked(std::string const& name, click what) {
    auto* who = find(name);
    if (who == nullptr) return;
    if (who->clicks.size() >= clicks_max) who->clicks.pop_front();
    who->clicks.push_back(what);
    tell(*who);
}

void menu_offers::tell(owner& whom) {
    if (whom.clicks.empty() || whom.listeners.size() < 2) return;
    std::string json = "[";
    for (auto const& each : whom.clicks) {
        if (json.size() > 1) json += ',';
        json += "{\"id\":" + std::to_string(each.id) +
                ",\"checked\":" + (each.checked ? "true" : "false") + '}';
    }
    whom.clicks.clear();
    const auto first = std::move(whom.listeners.front());
    whom.listeners.pop_front();
    first.call.result(json + ']');
}

void menu_offers::show() {
    std::vector<menu_description> bar;
    for (auto const& each : owners_)
        if (!each.menu.empty()) bar.push_back({each.name, each.menu});
    view_.show(bar);
}

}  // namespace fairlead::host
