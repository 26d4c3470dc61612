// SPDX-License-Identifier: MIT
//
// comparison — an answer beside the captured one, as values: in what they differ, and where.
#pragma once

#include "cli/replay/plan.hpp"
#include "cli/replay/succession.hpp"

#include <fairlead/client/connection.hpp>

#include <boost/json/value.hpp>

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace fairlead::cli::replay {

struct difference {
    std::string path;           ///< `$[0].title`; `error` where one of them is one.
    std::string captured, now;  ///< JSON; `nothing` where there is none.
};

class comparison {
public:
    /// Of one answer no more are told.
    static constexpr std::size_t differences_max = 50;

    explicit comparison(std::vector<std::string> const& ignored)
        : ignored_{ignored.begin(), ignored.end()} {}

    std::vector<difference> of(exchange const& captured, client::connection::answer const& now,
                               succession const& heirs) const;

    /// Of values alone. `is_hidden`: what stands as hidden in the captured one is anything.
    std::vector<difference> of(boost::json::value const& captured, boost::json::value const& now,
                               succession const& heirs, bool is_hidden = false) const;

private:
    std::set<std::string, std::less<>> ignored_;
};

}  // namespace fairlead::cli::replay
