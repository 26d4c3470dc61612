// SPDX-License-Identifier: MIT
//
// page_bench — how quick a page in a real window reaches a plugin, on each way out of the page.
#pragma once

#include "cli/bench/virtual_display.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace fairlead::cli {

struct page_result {
    std::string path;          ///< in-page, batched, wails-style
    std::string measured;      ///< The page's own figures, a JSON object.
    double first_call_ms = 0;  ///< From the start of the window's process to the first answer.
    std::uint64_t resident_broker = 0, resident_plugin = 0, resident_window = 0;
    std::uint64_t resident_web = 0;  ///< The window's children: web and network process.
};

/// Starts an app with a window, which measures itself, and ends it. Throws command_failed.
page_result measure_page(std::string_view path, virtual_display const& display);

/// The figures of all paths.
std::string page_table(std::vector<page_result> const& results);
std::string page_json(std::vector<page_result> const& results);

}  // namespace fairlead::cli
