// SPDX-License-Identifier: MIT
//
// scratch_folder — a folder of an app that is measured, gone when it goes.
#pragma once

#include <filesystem>

namespace fairlead::cli {

class scratch_folder {
public:
    /// Throws command_failed.
    scratch_folder();
    ~scratch_folder();
    scratch_folder(scratch_folder const&) = delete;
    scratch_folder& operator=(scratch_folder const&) = delete;

    std::filesystem::path const& path() const noexcept { return path_; }

private:
    std::filesystem::path path_;
};

}  // namespace fairlead::cli
