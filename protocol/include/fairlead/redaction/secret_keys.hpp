// SPDX-License-Identifier: MIT
//
// secret_keys — members of JSON objects whose values are nobody's business, and how they are
// hidden: wherever traffic is shown or written down.
#pragma once

#include <boost/json/fwd.hpp>

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace fairlead::redaction {

/// What stands instead.
inline constexpr std::string_view hidden = "\u2022\u2022\u2022";

/// `password`, `token` and their like, in lower case.
std::span<std::string_view const> usual_keys() noexcept;

std::string in_lower_case(std::string_view text);

/// The values whose keys are among `secret` (lower case; any case in the JSON). True: there were
/// some.
bool hide(boost::json::value& in, std::vector<std::string> const& secret);

}  // namespace fairlead::redaction
