// SPDX-License-Identifier: MIT
//
// figure_tree — several measurements of one JSON shape, made into one of that shape.
#pragma once

#include <boost/json/value.hpp>

#include <functional>
#include <string>
#include <vector>

namespace fairlead::cli {

/// Which of the numbers that stand at one place, in ascending order, stands for them.
using figure_choice = std::function<double(std::vector<double> const& ascending)>;
double median_of(std::vector<double> const& ascending);

/// All have the shape of the first; what is no number is the first's.
boost::json::value combined(std::vector<boost::json::value> const& all,
                            figure_choice const& choice);

/// JSON whose numbers are written as figure() does.
std::string figure_text(boost::json::value const& tree);

}  // namespace fairlead::cli
