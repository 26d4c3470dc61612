// SPDX-License-Identifier: MIT
//
// report — three forms of the same results: a table to read, JSON to compute with, a page to look
// at.
#pragma once

#include "benchmarks/runner/results.hpp"
#include "benchmarks/support/machine.hpp"

#include <string>
#include <utility>
#include <vector>

namespace fairlead::bench {

struct report_facts {
    machine_report machine;
    std::vector<std::pair<std::string, std::string>> versions;  ///< Of each peer.
    std::string mode;                                           ///< "quick" or "full"
    unsigned repeats = 5;
    unsigned hogs = 2;
    double minutes = 0;
};

std::string text_report(results const& all, report_facts const& facts);
std::string json_report(results const& all, report_facts const& facts);
std::string html_report(results const& all, report_facts const& facts);

/// Three significant digits at most: "0.42", "18.3", "1 240", "2.41 M".
std::string short_number(double value);

}  // namespace fairlead::bench
