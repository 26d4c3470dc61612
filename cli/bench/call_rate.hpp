// SPDX-License-Identifier: MIT
//
// call_rate — how many calls somebody got answered who asked one after the other.
#pragma once

namespace fairlead::cli {

struct call_rate {
    double per_second = 0;
    double p50_us = 0, p99_us = 0;
};

}  // namespace fairlead::cli
