// SPDX-License-Identifier: MIT
//
// page_app — an app with a window whose page measures itself: started, listened to, and gone.
#pragma once

#include "cli/bench/virtual_display.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace fairlead::cli {

/// Bytes, of each process of an app.
struct page_memory {
    std::uint64_t broker = 0, plugin = 0, window = 0;
    std::uint64_t web = 0;  ///< The window's children: web and network process.
};

/// One window's life.
struct page_run {
    std::string measured;        ///< The page's own figures, a JSON object.
    double first_call_ms = 0;    ///< From the start of the app's first process to the first answer.
    page_memory idle;            ///< Resident after the first call.
    std::uint64_t idle_all = 0;  ///< The same of all; what several processes share counts once.
    page_memory peak;            ///< The most that each had, large payloads and all.
};

/// `path` is in-page, batched or wails-style. Throws command_failed, also when the window's page
/// goes by another one.
page_run measure_page_once(std::string_view path, virtual_display const& display);

}  // namespace fairlead::cli
