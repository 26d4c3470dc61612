// SPDX-License-Identifier: MIT
//
// reserved_names — whose a method's name is, by how it begins; pure.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace fairlead::broker::routing {

enum class name_realm {
    open,      ///< Whoever comes first.
    broker,    ///< `fairlead.list`: the broker's own.
    window,    ///< `:wails:WindowGetPos`: every host has its own, pages call them, too.
    back_end,  ///< `fairlead.dialog.open-file`: every host has its own, for back ends alone.
    hook,      ///< `fairlead.before-close`: a plugin offers it, its host calls it.
};

constexpr name_realm realm_of(std::string_view name) noexcept {
    using namespace std::string_view_literals;
    if (name.starts_with(":wails:")) return name_realm::window;
    if (!name.starts_with("fairlead.")) return name_realm::open;
    if (name == "fairlead.before-close") return name_realm::hook;
    constexpr std::array of_hosts{"fairlead.window."sv, "fairlead.dialog."sv, "fairlead.menu."sv};
    return std::ranges::any_of(of_hosts, [&](auto start) { return name.starts_with(start); })
               ? name_realm::back_end
               : name_realm::broker;
}

/// A page runs code of strangers: it reaches the desktop through a plugin or not at all, and
/// plugins are not its to start and stop, nor what others do its to look at.
constexpr bool is_for_pages(std::string_view name) noexcept {
    if (name.starts_with("fairlead.plugin.") || name.starts_with("fairlead.control.")) return false;
    const auto realm = realm_of(name);
    return realm != name_realm::back_end && realm != name_realm::hook;
}

/// What a page may call its own functions: nothing that has a meaning for others.
constexpr bool is_for_pages_to_offer(std::string_view name) noexcept {
    return realm_of(name) == name_realm::open && !name.starts_with(':');
}

/// Each host may offer its own, beside those of others.
constexpr bool is_one_per_host(std::string_view name) noexcept {
    const auto realm = realm_of(name);
    return realm == name_realm::window || realm == name_realm::back_end;
}

}  // namespace fairlead::broker::routing
