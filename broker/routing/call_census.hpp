// SPDX-License-Identifier: MIT
//
// call_census — what calls are open, told in names. Looks at all of them: not for the hot path.
#pragma once

#include "broker/routing/name_table.hpp"
#include "broker/routing/pending_replies.hpp"

#include <string>
#include <vector>

namespace fairlead::broker::routing {

class call_census {
public:
    call_census(name_table const& names, pending_replies const& pending) noexcept
        : names_{names}, pending_{pending} {}

    /// Methods whose calls that provider has not answered, at most so many.
    std::vector<std::string> unanswered_by(peer const& provider, std::size_t most) const;

    /// The method that most of its open calls are of; empty: it has none open.
    std::string most_called_by(peer const& caller) const;

private:
    name_table const& names_;
    pending_replies const& pending_;
};

}  // namespace fairlead::broker::routing
