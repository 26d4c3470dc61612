// SPDX-License-Identifier: MIT
//
// page_bench — how quick a page in a real window reaches a plugin, on each way out of the page.
#pragma once

#include "cli/bench/page_app.hpp"

#include <functional>
#include <string>
#include <vector>

namespace fairlead::cli {

struct page_result {
    std::string path;            ///< in-page, batched, wails-style
    std::vector<page_run> runs;  ///< Each with a window of its own.
};

/// All paths in turns, round by round, so that the machine's moods meet all of them alike. Throws
/// command_failed.
std::vector<page_result> measure_pages(unsigned rounds,
                                       std::function<void(std::string const&)> const& progress);

/// Medians of the rounds.
std::string page_table(std::vector<page_result> const& results);
std::string page_json(std::vector<page_result> const& results);

}  // namespace fairlead::cli
