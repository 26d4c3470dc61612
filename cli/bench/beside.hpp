// SPDX-License-Identifier: MIT
//
// beside — what calls of a good plugin cost while another one of the app misbehaves, and what
// becomes of that one.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace fairlead::cli {

struct beside_phase {
    double per_second = 0;
    double p50_us = 0, p99_us = 0;
};

struct beside_figures {
    std::string what;            ///< "endless loop", …
    beside_phase alone, beside;  ///< Medians over the rounds.
    beside_phase known;          ///< Once it is known for what it is.
    std::string became;          ///< As `fairlead status` says it.

    double ratio() const { return beside.per_second / alone.per_second; }
    double ratio_known() const { return known.per_second / alone.per_second; }
};

/// 64 B, one at a time, from a tool; rounds of `seconds` alone, as long from the bad one's start
/// on, and as long again once it has been ended or is throttled, if that happens to its kind. Each
/// kind in an app of its own.
std::vector<beside_figures> measure_beside(double seconds,
                                           std::function<void(std::string const&)> const& say);

}  // namespace fairlead::cli
