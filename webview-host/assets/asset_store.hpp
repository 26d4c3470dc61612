// SPDX-License-Identifier: MIT
//
// asset_store — where an app's files lie: a folder, or an archive.
#pragma once

#include <fairlead/vocabulary/result.hpp>
#include <fairlead/vocabulary/unique_fd.hpp>

#include <cstdint>
#include <ctime>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace fairlead::host {

struct asset_file {
    unique_fd fd;
    std::uint64_t offset = 0;  ///< Where in fd it begins.
    std::string name;          ///< Within the store, "docs/index.html" for "/docs/".
    std::uint64_t bytes = 0;
    std::string etag;  ///< With its quotes; changes when the file does.
    std::time_t modified = 0;
};

/// May be asked from any thread, by several at once.
class asset_store {
public:
    virtual ~asset_store() = default;

    /// The file for a URL path ("/", "/a%20b.css?v=2"); a folder stands for its index.html. What is
    /// not to be had is an error_code of the system category: not there, not allowed, leads out.
    virtual result<asset_file> find(std::string_view url_path) const = 0;
};

/// A folder, or a zip or tar file (tar also compressed). Its root is where index.html is; if that
/// is further down, where the shortest path to one leads. Throws std::runtime_error.
std::unique_ptr<asset_store> open_assets(std::filesystem::path const& where);

/// The path below the root that a URL path names: decoded, without query and leading slashes.
/// Nothing for what no file can be called: a broken escape, a NUL, a "..".
std::optional<std::string> decoded_path(std::string_view url_path);

/// True: the first is the better root of the two, as paths to an index.html.
bool is_better_index(std::string_view a, std::string_view b);

/// Of numbers that change with the content.
std::string etag_of(std::initializer_list<std::uint64_t> parts);

/// FNV-1a, to be gone on with: tells two versions of one text apart, which is all that an etag is
/// for.
constexpr std::uint64_t content_hash(std::string_view text,
                                     std::uint64_t before = 0xcbf29ce484222325u) noexcept {
    for (const char c : text) before = (before ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
    return before;
}

}  // namespace fairlead::host
