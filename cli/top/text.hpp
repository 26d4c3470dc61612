// SPDX-License-Identifier: MIT
//
// text — a report as tables for people, or as JSON for programs.
#pragma once

#include "cli/output/colours.hpp"
#include "cli/top/report.hpp"

#include <string>

namespace fairlead::cli::top {

struct text_options {
    bool legend = true;
    std::size_t rows = 20;  ///< At most so many in each table.
    colours paint;
};

std::string text_of(report const& one, text_options const& how);
std::string json_of(report const& one);

}  // namespace fairlead::cli::top
