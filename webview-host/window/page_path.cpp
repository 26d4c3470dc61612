// SPDX-License-Identifier: MIT
//
// page_path — decided once, at the start.
#include "webview-host/window/page_path.hpp"

#include <cstdlib>
#include <stdexcept>
#include <vector>

namespace fairlead::host {
namespace {

constexpr char const* library = "libfairlead-page.so";

std::vector<std::filesystem::path> folders(std::filesystem::path const& program) {
    // NOLINTNEXTLINE(concurrency-mt-unsafe): nobody calls setenv.
    if (char const* given = std::getenv("FAIRLEAD_PAGE_LIBRARY"); given != nullptr) return {given};
    const auto here = program.parent_path();
    return {here / "fairlead-page", here.parent_path() / "lib/fairlead/page"};
}

}  // namespace

std::optional<page_path_wish> page_path_from_text(std::string_view text) noexcept {
    if (text == "auto") return page_path_wish::automatic;
    if (text == "in-page") return page_path_wish::in_page;
    if (text == "messages") return page_path_wish::messages;
    if (text == "wails-style") return page_path_wish::wails_style;
    return std::nullopt;
}

page_path_choice choose_page_path(page_path_wish wish, std::filesystem::path const& program) {
    if (wish == page_path_wish::messages) return {{}, "asked for"};
    if (wish == page_path_wish::wails_style) return {{}, "wails-style"};
    std::string looked;
    for (auto const& folder : folders(program)) {
        std::error_code failed;
        if (std::filesystem::is_regular_file(folder / library, failed)) return {folder, {}};
        looked += (looked.empty() ? "" : ", ") + folder.string();
    }
    const auto why = std::string{library} + " is missing: " + looked;
    if (wish == page_path_wish::in_page) throw std::runtime_error{"--page-path in-page: " + why};
    return {{}, why};
}

}  // namespace fairlead::host
