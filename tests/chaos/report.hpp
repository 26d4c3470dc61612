// SPDX-License-Identifier: MIT
//
// report — what a run says of itself: the table, or the violation with all that helps to understand
// it.
#pragma once

#include "tests/chaos/stage.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace fairlead::chaos {

void print_table(tally const& counts, std::uint64_t seed, std::chrono::steady_clock::duration time);
void print_violation(violation const& what, stage const& all, std::uint64_t seed,
                     std::uint64_t step, std::vector<std::string> const& lately);

}  // namespace fairlead::chaos
