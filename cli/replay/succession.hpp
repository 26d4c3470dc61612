// SPDX-License-Identifier: MIT
//
// succession — values that a plugin makes anew each time, such as ids: what stands for a captured
// one now, and later calls that must speak of that.
#pragma once

#include <boost/json/value.hpp>

#include <map>
#include <set>
#include <string>
#include <vector>

namespace fairlead::cli::replay {

class succession {
public:
    /// Only texts and whole numbers under these keys are followed.
    explicit succession(std::vector<std::string> const& keys) : keys_{keys.begin(), keys.end()} {}

    bool is_wanted() const noexcept { return !keys_.empty(); }

    /// An answer as it was, and as it is now.
    void learn(boost::json::value const& captured, boost::json::value const& now);
    /// What was that is this now.
    bool is_same(boost::json::value const& captured, boost::json::value const& now) const;
    /// As they must be now.
    void replace_in(boost::json::value& args) const;

private:
    std::set<std::string, std::less<>> keys_;
    std::map<std::string, boost::json::value> heirs_;  // By the JSON of what was.
};

}  // namespace fairlead::cli::replay
