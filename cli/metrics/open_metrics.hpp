// SPDX-License-Identifier: MIT
//
// open_metrics — counters as OpenMetrics 1.0 text, for Prometheus and all that reads the same.
#pragma once

#include "cli/top/report.hpp"

#include <string>

namespace fairlead::cli::metrics {

/// `Content-Type` of the text.
inline constexpr char const* content_type =
    "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Ends with `# EOF`.
std::string open_metrics(top::moment const& now);

}  // namespace fairlead::cli::metrics
