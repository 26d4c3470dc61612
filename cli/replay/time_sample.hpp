// SPDX-License-Identifier: MIT
//
// time_sample — how long the broker saw the calls of one session take: measured where the capture
// was, so the two can be compared. Of many calls a second only some are told.
#pragma once

#include "cli/command_line.hpp"

#include <fairlead/vocabulary/ids.hpp>

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace fairlead::cli::replay {

class time_sample {
public:
    /// Looks, when it returns. Where that is denied there will be none.
    time_sample(common_options const& common, session_id whose);
    ~time_sample();
    time_sample(time_sample const&) = delete;
    time_sample& operator=(time_sample const&) = delete;

    /// Microseconds, by method.
    std::map<std::string, std::vector<double>> take(std::chrono::milliseconds patience);

private:
    struct shared;
    std::shared_ptr<shared> shared_;
    std::unique_ptr<client::connection> broker_;
};

}  // namespace fairlead::cli::replay
