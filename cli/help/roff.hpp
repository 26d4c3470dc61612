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
/// How a page begins: its title, and NAME. Lines are as long as they are: what is between the words
/// of a program is not stretched, and none of them is broken in two.
std::string roff_head(std::string_view name, char section, std::string_view version,
                      std::string_view about);

}  // namespace fairlead::cli::help
