// SPDX-License-Identifier: MIT
//
// signatures — what a plugin's methods take and give, as `PLUGIN --describe` says it.
#pragma once

#include <map>
#include <string>

namespace fairlead::cli::inspect {

/// Method → `(name: string): string`, in the words of TypeScript. Empty where the plugin cannot be
/// asked: a name without its types is better than none.
std::map<std::string, std::string> signatures_of(std::string const& app_dir,
                                                 std::string const& plugin);

}  // namespace fairlead::cli::inspect
