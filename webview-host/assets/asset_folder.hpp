// SPDX-License-Identifier: MIT
//
// asset_folder — an app's files, and nothing else of the disk.
//
// A page may ask for any path it likes. What it gets is a regular file that lies below the folder:
// no "..", no symbolic link that leads out, no device, no pipe. The kernel resolves the path below
// an open descriptor of the folder, so nothing can be swapped between a check and the opening.
#pragma once

#include <fairlead/vocabulary/result.hpp>
#include <fairlead/vocabulary/unique_fd.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace fairlead::host {

struct asset_file {
    unique_fd fd;
    std::string name;  ///< Relative to the folder, "docs/index.html" for "/docs/".
    std::uint64_t bytes = 0;
    std::string etag;  ///< With its quotes; changes when the file does.
};

/// How a path is kept below the folder.
enum class path_walk {
    by_kernel,     ///< openat2: links are followed as long as they stay inside.
    step_by_step,  ///< One openat per component, no link at all: where there is no openat2.
};

class asset_folder {
public:
    static result<asset_folder> open(std::filesystem::path const& root,
                                     path_walk walk = path_walk::by_kernel);

    /// The file for a URL path ("/", "/a%20b.css?v=2"); a folder stands for its index.html. What is
    /// not to be had is an error_code of the system category: not there, not allowed, leads out.
    result<asset_file> find(std::string_view url_path) const;

private:
    asset_folder(unique_fd root, path_walk walk) : root_{std::move(root)}, walk_{walk} {}
    result<unique_fd> open_below(std::string const& path) const;

    unique_fd root_;
    path_walk walk_;
};

/// The path below the folder that a URL path names: decoded, without query and leading slashes.
/// Nothing for what no file can be called: a broken escape, a NUL, a "..".
std::optional<std::string> decoded_path(std::string_view url_path);

}  // namespace fairlead::host
