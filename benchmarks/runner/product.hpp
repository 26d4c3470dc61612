// SPDX-License-Identifier: MIT
//
// product — fairlead, measured by what it ships: `fairlead bench` does the same work.
#pragma once

#include "benchmarks/runner/plan.hpp"
#include "benchmarks/runner/stage.hpp"

#include <filesystem>
#include <optional>

namespace fairlead::bench {

/// Why the tool cannot be used; nothing when it can.
std::optional<std::string> trouble_with(std::filesystem::path const& tool, places const& where);

sample measure_product(std::filesystem::path const& tool, std::size_t size, point const& what,
                       places const& where);
idle_sample watch_product_idle(std::filesystem::path const& tool, nanoseconds length,
                               places const& where);

}  // namespace fairlead::bench
