// SPDX-License-Identifier: MIT
//
// page_script — page_bench.js, embedded.
#pragma once

#include <string_view>

namespace fairlead::cli {

std::string_view page_bench_script();

}  // namespace fairlead::cli
