// SPDX-License-Identifier: MIT
//
// page_path — how a page's calls leave it: by a channel of its own from inside the web process, or
// by script messages through this one.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace fairlead::host {

enum class page_path_wish {
    automatic,  ///< In-page where that works, else messages.
    in_page,    ///< The same, but not to start at all where the library is missing.
    messages,
    wails_style,  ///< To measure against: bridge/wails_style.hpp.
};

std::optional<page_path_wish> page_path_from_text(std::string_view text) noexcept;

struct page_path_choice {
    std::filesystem::path folder;  ///< Of the in-page half; empty: messages …
    std::string why;               ///< … because of this.
};

/// `program` is this executable: the library lies in a folder beside it, or, once installed, in
/// ../lib/fairlead/page; or where FAIRLEAD_PAGE_LIBRARY says. Throws when in-page was wanted and
/// there is none.
page_path_choice choose_page_path(page_path_wish wish, std::filesystem::path const& program);

}  // namespace fairlead::host
