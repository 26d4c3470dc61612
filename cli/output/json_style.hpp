// SPDX-License-Identifier: MIT
//
// json_style — `--json=off|short|pretty`.
#pragma once

#include <string>
#include <string_view>

namespace fairlead::cli {

enum class json_style { off, short_, pretty };

/// JSON text in the wanted form; `off` leaves it as it came.
std::string styled(std::string_view json, json_style style);

/// True if `text` is one JSON value.
bool is_json(std::string_view text);

}  // namespace fairlead::cli
