// SPDX-License-Identifier: MIT
//
// asset_folder — an app's files, and nothing else of the disk.
//
// A page may ask for any path it likes. What it gets is a regular file that lies below the folder:
// no "..", no symbolic link that leads out, no device, no pipe. The kernel resolves the path below
// an open descriptor of the folder, so nothing can be swapped between a check and the opening.
#pragma once

#include "webview-host/assets/asset_store.hpp"

namespace fairlead::host {

/// How a path is kept below the folder.
enum class path_walk {
    by_kernel,     ///< openat2: links are followed as long as they stay inside.
    step_by_step,  ///< One openat per component, no link at all: where there is no openat2.
};

class asset_folder final : public asset_store {
public:
    static result<asset_folder> open(std::filesystem::path const& root,
                                     path_walk walk = path_walk::by_kernel);

    result<asset_file> find(std::string_view url_path) const override;

private:
    asset_folder(unique_fd root, path_walk walk) : root_{std::move(root)}, walk_{walk} {}
    result<unique_fd> open_below(std::string const& path) const;

    unique_fd root_;
    path_walk walk_;
};

}  // namespace fairlead::host
