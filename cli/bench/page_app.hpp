// SPDX-License-Identifier: MIT
//
// page_app — an app with a window whose page measures itself: started, listened to, and gone.
#pragma once

#include "cli/bench/bench_app.hpp"
#include "cli/bench/call_rate.hpp"
#include "cli/bench/virtual_display.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
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

/// Broker, echo plugin and window. Throws command_failed, whatever goes wrong in it.
class page_app {
public:
    /// `path` is in-page, batched or wails-style; whose page goes by another one throws.
    page_app(std::string_view path, virtual_display const& display,
             bench_plugins const& plugins = {.json = bench_plugins::echo()});
    ~page_app();
    page_app(page_app const&) = delete;
    page_app& operator=(page_app const&) = delete;

    /// All that bench.page measures, once in its life.
    page_run measure();
    /// 64 B, one after the other for so long.
    call_rate call_for(std::chrono::duration<double> length);
    /// A tool beside the page.
    client::connection& tool();

private:
    class parts;
    std::unique_ptr<parts> parts_;
};

}  // namespace fairlead::cli
