// SPDX-License-Identifier: MIT
//
// ruled — what calls cost in an app whose wails.json has permissions, beside one without.
#pragma once

#include <functional>
#include <string>

namespace fairlead::cli {

struct ruled_figures {
    struct side {
        double p50_us = 0, p99_us = 0;  ///< 64 B, one at a time.
        double per_second = 0;          ///< 256 in flight.
    };
    unsigned rounds = 0;  ///< 0: not measured.
    side open, ruled;

    double ratio() const { return ruled.p50_us / open.p50_us; }
    double ratio_p99() const { return ruled.p99_us / open.p99_us; }
    double ratio_rate() const { return ruled.per_second / open.per_second; }
};

/// `seconds` in each round, app and way of asking. Each round starts two apps and measures them in
/// turns; reported are medians over the rounds.
ruled_figures measure_ruled(double seconds, std::function<void(std::string const&)> const& say);

}  // namespace fairlead::cli
