// SPDX-License-Identifier: MIT
//
// text_file — a file that is read or replaced as a whole.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

namespace notes {

/// Throws std::system_error, std::length_error when it is longer.
std::string read_text_file(std::filesystem::path const& path, std::size_t bytes_max);

/// The old content is there until the new one is whole. Throws std::system_error.
void write_text_file(std::filesystem::path const& path, std::string_view text);

bool is_utf8(std::string_view text);

}  // namespace notes
