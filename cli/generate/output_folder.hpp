// SPDX-License-Identifier: MIT
//
// output_folder — wailsjs/ as it lies on the disk beside what it should be.
//
// A file that is right already is not touched, so that no bundler builds anew for it; one that is
// not wanted any more goes only if its first line says that we made it.
#pragma once

#include "cli/generate/files.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace fairlead::cli::generate {

struct difference {
    enum class kind { missing, other, obsolete };
    kind what;
    std::string path;  ///< Below the folder.
    std::string text;  ///< Of a file that is another: the first line that is, "3: is … not …".
};

class output_folder {
public:
    explicit output_folder(std::filesystem::path path) : path_{std::move(path)} {}

    std::filesystem::path const& path() const noexcept { return path_; }
    /// Sorted by path. Throws std::filesystem::filesystem_error.
    std::vector<difference> compare(file_set const& wanted) const;
    /// Each file appears whole or not at all.
    void settle(file_set const& wanted, std::vector<difference> const& differences) const;

private:
    std::filesystem::path path_;
};

}  // namespace fairlead::cli::generate
