// SPDX-License-Identifier: MIT
//
// asset_store — paths and tags, and where the root of a store is.
#include "webview-host/assets/asset_store.hpp"

#include "webview-host/assets/asset_archive.hpp"
#include "webview-host/assets/asset_folder.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>
#include <tuple>

namespace fairlead::host {
namespace {

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

bool climbs(std::string_view path) {
    while (!path.empty()) {
        const auto slash = std::min(path.find('/'), path.size());
        if (path.substr(0, slash) == "..") return true;
        path.remove_prefix(std::min(slash + 1, path.size()));
    }
    return false;
}

// A front end is thousands of files; more is the wrong folder, and not searched for minutes.
constexpr std::size_t entries_searched_max = 20'000;

/// Below `root`, "" when it is there or nowhere.
std::filesystem::path find_index(std::filesystem::path const& root) {
    namespace fs = std::filesystem;
    std::error_code ignored;  // What cannot be read holds no front end.
    if (fs::exists(root / "index.html", ignored)) return {};
    std::string best;
    std::size_t seen = 0;
    fs::recursive_directory_iterator at{root, fs::directory_options::skip_permission_denied,
                                        ignored};
    for (; at != fs::end(at) && ++seen <= entries_searched_max; at.increment(ignored)) {
        const auto name = at->path().filename();
        if (name == "node_modules" || name.native().starts_with('.'))
            at.disable_recursion_pending();
        if (name != "index.html") continue;
        auto path = at->path().lexically_relative(root).string();
        if (best.empty() || is_better_index(path, best)) best = std::move(path);
    }
    return fs::path{best}.parent_path();
}

}  // namespace

std::optional<std::string> decoded_path(std::string_view url_path) {
    url_path = url_path.substr(0, url_path.find_first_of("?#"));
    if (!url_path.starts_with('/')) return std::nullopt;
    url_path.remove_prefix(std::min(url_path.find_first_not_of('/'), url_path.size()));

    std::string path;
    path.reserve(url_path.size());
    for (std::size_t i = 0; i < url_path.size(); ++i) {
        char c = url_path[i];
        if (c == '%') {
            if (url_path.size() - i < 3) return std::nullopt;
            const int high = hex_digit(url_path[i + 1]), low = hex_digit(url_path[i + 2]);
            if (high < 0 || low < 0) return std::nullopt;
            c = static_cast<char>(high * 16 + low);
            i += 2;
        }
        if (c == '\0') return std::nullopt;
        path += c;
    }
    // Again: the escapes may have spelt a slash.
    path.erase(0, std::min(path.find_first_not_of('/'), path.size()));
    if (climbs(path)) return std::nullopt;
    return path;
}

bool is_better_index(std::string_view a, std::string_view b) {
    return std::tuple{a.size(), a} < std::tuple{b.size(), b};
}

std::string etag_of(std::initializer_list<std::uint64_t> parts) {
    std::string tag = "\"";
    for (const auto part : parts) {
        char digits[16];
        const auto end = std::to_chars(digits, digits + sizeof digits, part, 16).ptr;
        if (tag.size() > 1) tag += '-';
        tag.append(digits, end);
    }
    return tag += '"';
}

std::unique_ptr<asset_store> open_assets(std::filesystem::path const& where) {
    std::error_code failed;
    const auto what = std::filesystem::status(where, failed);
    if (std::filesystem::is_regular_file(what))
        return std::make_unique<asset_archive>(asset_archive::open(where));
    auto folder = asset_folder::open(where / find_index(where));
    if (!folder) throw std::runtime_error{where.string() + ": " + folder.error().message()};
    return std::make_unique<asset_folder>(std::move(*folder));
}

}  // namespace fairlead::host
