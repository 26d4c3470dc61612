// SPDX-License-Identifier: MIT
//
// json_text — JSON as deep as a capture takes it.
#pragma once

#include "cli/capture/record.hpp"

#include <boost/json/value.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace fairlead::cli::capture {

/// Nothing: it is no JSON, or deeper than that.
std::optional<boost::json::value> parsed(std::string_view text, std::size_t depth = depth_max);

/// On one line whose members are in the order of their names: equal values have equal texts.
std::string canonical(boost::json::value const& value);

}  // namespace fairlead::cli::capture
