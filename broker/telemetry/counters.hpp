// SPDX-License-Identifier: MIT
//
// counters — what the broker has done since it started. They lie where others can read them, if the
// broker keeps a counter_file.
#pragma once

#include <fairlead/meter/layout.hpp>

namespace fairlead::broker::telemetry {

using counters = meter::totals;

}  // namespace fairlead::broker::telemetry
