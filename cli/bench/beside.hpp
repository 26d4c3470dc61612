// SPDX-License-Identifier: MIT
//
// beside — what calls of a good plugin cost while another one of the app misbehaves, and what
// becomes of that one.
#pragma once

#include "cli/bench/call_rate.hpp"

#include <functional>
#include <string>
#include <vector>

namespace fairlead::cli {

/// In turns: both sides are of the same seconds.
struct beside_phase {
    call_rate alone, beside;     ///< Medians over the rounds.
    double ratio = 0;            ///< Of calls/s beside it to those without. Median, too.
    double least = 0, most = 0;  ///< Of the rounds' ratios.
};

struct beside_figures {
    std::string what;    ///< "endless loop", …
    beside_phase first;  ///< From its start on.
    beside_phase known;  ///< Once it is known for what it is.
    std::string became;  ///< As `fairlead status` says it.
};

enum class good_caller { tool, page };

/// 64 B, one at a time, from a tool or from a page in a real window; rounds of `seconds` beside the
/// bad one from its start on, and as long once it has been ended or is throttled, if that happens
/// to its kind. Each kind in an app of its own.
std::vector<beside_figures> measure_beside(double seconds, good_caller who,
                                           std::function<void(std::string const&)> const& say);

}  // namespace fairlead::cli
