// SPDX-License-Identifier: MIT
//
// report — three forms of the same results: a table to read, JSON to compute with, a page to look
// at.
#pragma once

#include "benchmarks/runner/page.hpp"
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
    page_figures page;  ///< No ways: it was not measured.
};

std::string text_report(results const& all, report_facts const& facts);
std::string json_report(results const& all, report_facts const& facts);
std::string html_report(results const& all, report_facts const& facts);

/// The page's parts of html_report; empty where there are no figures.
std::string html_page_card(page_figures const& page);
std::string html_page_section(page_figures const& page);

/// One figure of ours beside the one of the best who does the same.
std::string html_card(std::string const& what, double value, double theirs, std::string const& unit,
                      std::string const& rival, std::string const& who);

/// Three significant digits at most: "0.42", "18.3", "1 240", "2.41 M".
std::string short_number(double value);

}  // namespace fairlead::bench
