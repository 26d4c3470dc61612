// SPDX-License-Identifier: MIT
//
// open_metrics_checker — the rules of OpenMetrics 1.0 that our text can break: families, suffixes,
// labels, groups, histograms.
#pragma once

#include <string>

namespace fairlead::tests {

/// Empty: nothing is wrong with it.
std::string problem_of(std::string const& open_metrics);

}  // namespace fairlead::tests
