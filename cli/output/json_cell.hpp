// SPDX-License-Identifier: MIT
//
// json_cell — one value of what a broker has answered, for a table or a line.
#pragma once

#include <boost/json/object.hpp>

#include <string>
#include <string_view>

namespace fairlead::cli {

/// `-` where there is none, or an empty text. What others named may hold nothing that a terminal
/// obeys (readable).
std::string json_cell(boost::json::object const& from, std::string_view key);

}  // namespace fairlead::cli
