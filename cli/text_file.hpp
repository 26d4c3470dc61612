// SPDX-License-Identifier: MIT
//
// text_file — a file as one text.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace fairlead::cli {

/// Nothing if it cannot be read.
std::optional<std::string> read_text(std::filesystem::path const& file);

/// The file appears whole or not at all; folders on the way are made. Throws
/// std::filesystem::filesystem_error.
void write_text(std::filesystem::path const& file, std::string const& text);

}  // namespace fairlead::cli
