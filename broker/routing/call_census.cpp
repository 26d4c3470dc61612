// SPDX-License-Identifier: MIT
//
// call_census — counts what pending_replies holds.
#include "broker/routing/call_census.hpp"

#include <unordered_map>
#include <utility>

namespace fairlead::broker::routing {
namespace {

struct route_hash {
    std::size_t operator()(route_id one) const noexcept { return raw(one); }
};

}  // namespace

std::vector<std::string> call_census::unanswered_by(peer const& provider, std::size_t most) const {
    std::vector<std::string> methods;
    pending_.for_each([&](auto const& owed) {
        if (owed.from == &provider && methods.size() < most)
            methods.emplace_back(names_.text_of(owed.route));
    });
    return methods;
}

std::string call_census::most_called_by(peer const& caller) const {
    std::unordered_map<route_id, std::size_t, route_hash> counts;
    std::pair<route_id, std::size_t> most{no_route, 0};
    pending_.for_each([&](auto const& owed) {
        if (owed.to.who != &caller) return;
        if (const auto count = ++counts[owed.route]; count > most.second)
            most = {owed.route, count};
    });
    return most.second == 0 ? std::string{} : std::string{names_.text_of(most.first)};
}

}  // namespace fairlead::broker::routing
