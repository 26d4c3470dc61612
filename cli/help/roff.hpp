// SPDX-License-Identifier: MIT
//
// roff — words as a manual page has them.
#pragma once

#include <string>
#include <string_view>

namespace fairlead::cli::help {

/// As text: what roff would take for a command or an escape is said otherwise.
std::string roff_text(std::string_view words);
/// As one argument of a macro.
std::string roff_quoted(std::string_view words);

}  // namespace fairlead::cli::help
