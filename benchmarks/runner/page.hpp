// SPDX-License-Identifier: MIT
//
// page — from JavaScript to a back end and back, on each way out of a page, as `fairlead bench
// --page` measures it.
#pragma once

#include "benchmarks/runner/stage.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace fairlead::bench {

/// The median over the rounds, the least and the most.
struct page_figure {
    double middle = 0, low = 0, high = 0;
};

struct page_way {
    std::string name;  ///< in-page, batched, wails-style
    page_figure p50, p99, first_p99;
    page_figure calls_per_s, events_per_s;  ///< Events: zeros where there are none.
    page_figure string_up, string_down, binary_up, binary_down;  ///< Milliseconds, 16 MiB.
    page_figure first_call_ms, memory_mib;
};

struct page_figures {
    unsigned rounds = 0;
    std::vector<page_way> ways;  ///< The one to compare with is the last.
    std::string json;            ///< As the tool wrote them: an array.
};

/// Throws std::runtime_error.
page_figures parse_page(std::string_view text);

/// Opens windows, one after the other. Throws child_failed.
page_figures measure_page(std::filesystem::path const& tool, unsigned rounds, places const& where);

}  // namespace fairlead::bench
