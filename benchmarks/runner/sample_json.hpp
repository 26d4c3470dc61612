// SPDX-License-Identifier: MIT
//
// sample_json — a sample out of the text that a client, or the product's tool, prints.
#pragma once

#include "benchmarks/runner/results.hpp"

#include <string_view>

namespace fairlead::bench {

/// `{"rtt_us":{"p50":…},"rt_per_s":…,…}`, or the first of `{"cases":[…]}`; lines before it that are
/// no JSON are ignored. Throws std::runtime_error.
sample parse_sample(std::string_view text);

/// `{"idle":{"seconds":…,"broker_wakeups":…,…},"resident_bytes":{…}}`
idle_sample parse_idle(std::string_view text);

}  // namespace fairlead::bench
