// SPDX-License-Identifier: MIT
//
// bound_methods — counted anew at each call: who obfuscates does not count microseconds.
#include "broker/routing/bound_methods.hpp"

#include <algorithm>
#include <charconv>
#include <tuple>
#include <vector>

namespace fairlead::broker::routing {
namespace {

struct offered_method {
    std::size_t place;  // Of its plugin.
    route_id route;     // Numbers are given in the order of offers.
    std::string_view name;
};

/// `main.App` of `main.App.Greet`, and nothing of a name that no page could bind.
std::string_view type_of(std::string_view name) noexcept {
    const auto last = name.rfind('.');
    if (name.starts_with(':') || std::ranges::count(name, '.') != 2 || last + 1 == name.size())
        return {};
    return name.substr(0, last);
}

}  // namespace

route_id bound_methods::find(std::string_view number) const {
    std::size_t wanted = 0;
    const auto digits = number.substr(1);
    const auto [end, bad] = std::from_chars(digits.data(), digits.data() + digits.size(), wanted);
    if (bad != std::errc{} || end != digits.data() + digits.size()) return no_route;

    std::vector<offered_method> all;
    routes_.for_each_owner([&](route_id route, std::string_view owner, bool is_there) {
        auto const& name = names_.name_of(route);
        if (!type_of(name).empty() && (is_there || plugins_.comes_back(owner)))
            all.push_back({plugins_.place_of(owner), route, name});
    });
    if (wanted >= all.size()) return no_route;

    std::ranges::sort(all, {}, [](auto const& one) { return std::tuple{one.place, one.route}; });
    for (auto rest = all.begin();;) {
        const auto type = type_of(rest->name);
        const auto next = std::stable_partition(rest, all.end(), [&](auto const& one) {
            return one.place == rest->place && type_of(one.name) == type;
        });
        const auto count = static_cast<std::size_t>(next - rest);
        if (wanted < count) {
            std::ranges::sort(rest, next, {}, &offered_method::name);
            return rest[static_cast<std::ptrdiff_t>(wanted)].route;
        }
        wanted -= count;
        rest = next;
    }
}

}  // namespace fairlead::broker::routing
