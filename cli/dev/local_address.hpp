// SPDX-License-Identifier: MIT
//
// local_address — the URL in a line such as Vite's `➜  Local:   http://localhost:5173/`. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace fairlead::cli::dev {

/// The line is one of plain_text.
std::optional<std::string> local_address(std::string_view line);

}  // namespace fairlead::cli::dev
