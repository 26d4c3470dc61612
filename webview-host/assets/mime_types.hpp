// SPDX-License-Identifier: MIT
//
// mime_types — what to call a file's content: by its name, else by a look at its first bytes.
#pragma once

#include <cstddef>
#include <string_view>

namespace fairlead::host {

inline constexpr std::size_t sniffed_bytes_max = 512;

/// Content-Type for a file of that name; `head` is its beginning (sniffed_bytes_max are looked at).
/// A name in the table wins over the bytes: a page must not become a script by its content.
std::string_view mime_type_of(std::string_view name, std::string_view head);

bool is_html(std::string_view mime_type);

}  // namespace fairlead::host
