// SPDX-License-Identifier: MIT
//
// temporary_directory — a folder of one test, gone with it. Its path is short: sockets lie in it.
#pragma once

#include <filesystem>
#include <string_view>

namespace fairlead::tests {

class temporary_directory {
public:
    temporary_directory();
    ~temporary_directory();
    temporary_directory(temporary_directory const&) = delete;
    temporary_directory& operator=(temporary_directory const&) = delete;

    std::filesystem::path const& path() const noexcept { return path_; }

    /// A file below it; folders on the way are made.
    std::filesystem::path write(std::filesystem::path const& name, std::string_view text) const;

private:
    std::filesystem::path path_;
};

}  // namespace fairlead::tests
