// SPDX-License-Identifier: MIT
//
// lessons — a recording as the smallest permissions under which that run would have been the same.
#pragma once

#include <filesystem>
#include <string>

namespace fairlead::broker::policy {

/// The object, as it is written into wails.json. Who was seen gets a list for each kind of thing,
/// empty where it did nothing of that kind. No list of offers for plugins: what they offer is
/// settled when they are built. Tools only if wanted: they are the user's own hand.
///
/// Throws config::config_error: no such file, or no recording.
std::string lessons_of(std::filesystem::path const& recording, bool with_tools);

}  // namespace fairlead::broker::policy
