// SPDX-License-Identifier: MIT
//
// bindings — what all plugins of an app offer to its page, sorted as the files of wailsjs/ are.
#pragma once

#include "cli/generate/manifest.hpp"

#include <map>
#include <stdexcept>
#include <string>
#include <vector>

namespace fairlead::cli::generate {

struct bound_method {
    method what;
    std::string plugin;
};

/// By the last part of their names.
using bound_object = std::map<std::string, bound_method>;

struct bindings {
    std::map<std::string, std::map<std::string, bound_object>> packages;
    std::map<std::string, std::map<std::string, described_type>> types;  ///< By package, by name.
    /// Not of the form `package.Object.Method`: a page reaches those by Call, not by window.go.
    std::vector<std::string> left_out;
};

/// Two plugins that contradict each other; names both, and what about.
struct clash : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// A type that two plugins describe alike is one. Throws clash, and bad_manifest for names that no
/// file can have.
bindings merge(std::vector<manifest> const& plugins);

}  // namespace fairlead::cli::generate
