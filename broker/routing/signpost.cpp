// SPDX-License-Identifier: MIT
//
// signpost — looks at who is here, who was here last, and who has promised to come.
#include "broker/routing/signpost.hpp"
#include "broker/routing/near_name.hpp"

#include <fmt/core.h>

namespace fairlead::broker::routing {
namespace {

constexpr std::string_view list_of_methods = "fairlead.methods";
constexpr std::string_view system_calls = ":wails:";

}  // namespace

route_id signpost::route_of(std::string_view name) const {
    const auto route = names_.find(name);
    // Until all are there, another method may have that number.
    if (route != no_route || !is_method_number(name) || !plugins_.worth_waiting_for({}).empty())
        return route;
    return numbers_.find(name);
}

std::string_view signpost::to_wait_for(call const& one, provider const& to) const {
    // A page asks for the list of methods once, when it is loaded: it waits until it is whole.
    if (one.name == list_of_methods) return plugins_.worth_waiting_for({});
    if (to.who == nullptr) {
        auto const& last = routes_.last_holder(one.route);
        return plugins_.worth_waiting_for(last.empty() ? plugins_.promised_by(one.name) : last);
    }
    return takes_calls(*to.who) ? std::string_view{} : to.who->name;
}

std::string_view signpost::plugin_of(call const& one, provider const& to) const {
    if (to.who != nullptr)
        return to.who->role == wire::peer_role::plugin ? to.who->name : std::string_view{};
    auto const& last = routes_.last_holder(one.route);
    return last.empty() ? plugins_.promised_by(one.name) : std::string_view{last};
}

std::string signpost::dead_end(std::string_view name) const {
    if (is_method_number(name))
        return fmt::format("no method has the number {}: an obfuscated front end and its back "
                           "ends are built together",
                           name.substr(1));
    if (name.starts_with(system_calls)) return fmt::format("unknown systemcall message: {}", name);
    auto text = fmt::format("nobody offers '{}'", name);
    if (const auto near = near_miss(name); !near.empty())
        text += fmt::format("; did you mean '{}'?", near);
    return text;
}

std::string signpost::near_miss(std::string_view name) const {
    constexpr std::size_t looked_at_max = 512;
    std::string best;
    // Of the last part: names have long beginnings in common.
    auto fewest = slips_forgiven(name.substr(name.rfind('.') + 1)) + 1;
    std::size_t looked_at = 0;
    routes_.for_each([&](route_id route, provider const&) {
        if (++looked_at > looked_at_max || fewest == 1) return;
        auto const& offered = names_.name_of(route);
        if (const auto slips = slips_between(name, offered, fewest - 1); slips < fewest) {
            fewest = slips;
            best = offered;
        }
    });
    return best;
}

}  // namespace fairlead::broker::routing
