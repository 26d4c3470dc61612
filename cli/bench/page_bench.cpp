// SPDX-License-Identifier: MIT
//
// page_bench — the order of the rounds.
#include "cli/bench/page_bench.hpp"

namespace fairlead::cli {

std::vector<page_result> measure_pages(unsigned rounds,
                                       std::function<void(std::string const&)> const& progress) {
    const virtual_display display;
    std::vector<page_result> results{{"in-page", {}}, {"batched", {}}, {"wails-style", {}}};
    for (unsigned round = 1; round <= rounds; ++round)
        for (auto& one : results) {
            progress("measuring a page, round " + std::to_string(round) + " of " +
                     std::to_string(rounds) + ", " + one.path + " …");
            one.runs.push_back(page_app{one.path, display}.measure());
        }
    return results;
}

}  // namespace fairlead::cli
