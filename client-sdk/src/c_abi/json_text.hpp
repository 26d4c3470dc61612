// SPDX-License-Identifier: MIT
//
// json_text — JSON that was written by hand: is it any, and where are its bytes.
#pragma once

#include <fairlead/bytes.hpp>

#include <span>
#include <string>
#include <string_view>

namespace fairlead::c_abi {

enum class json_kind { none, array, object, other };

/// All of it is read.
json_kind kind_of_json(std::string_view text);

/// Each {"$bytes":n} outside of strings becomes the base64 of attachment n; one that there is not
/// stays. `json` must be JSON.
std::string with_base64(std::string_view json, std::span<const bytes> attachments);

}  // namespace fairlead::c_abi
