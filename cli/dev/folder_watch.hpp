// SPDX-License-Identifier: MIT
//
// folder_watch — says which files below some folders have changed, been made or removed.
//
// Bounded: at most folders_max folders. What the kernel could not tell (its queue was full) is told
// as a change of the roots themselves.
#pragma once

#include <fairlead/vocabulary/unique_fd.hpp>

#include <filesystem>
#include <functional>
#include <unordered_map>
#include <vector>

namespace fairlead::cli::dev {

class folder_watch {
public:
    static constexpr std::size_t folders_max = 4'096;

    /// May this folder, below a root, be looked into?
    using folder_rule = std::function<bool(std::filesystem::path const&)>;
    using change_handler = std::function<void(std::filesystem::path const& file)>;

    /// Throws std::system_error. Roots that are not there are not watched.
    folder_watch(std::vector<std::filesystem::path> roots, folder_rule enters);

    int fd() const noexcept { return fd_.get(); }
    /// What has changed since the last time.
    void take(change_handler const& on_change);

    std::size_t folders() const noexcept { return folders_.size(); }
    /// Some are not watched, for there are too many, or the kernel allows no more.
    bool is_incomplete() const noexcept { return incomplete_; }

private:
    void add(std::filesystem::path const& folder, change_handler const* on_file);
    void add_tree(std::filesystem::path const& folder, change_handler const* on_file);

    std::vector<std::filesystem::path> roots_;
    folder_rule enters_;
    unique_fd fd_;
    std::unordered_map<int, std::filesystem::path> folders_;
    bool incomplete_ = false;
};

}  // namespace fairlead::cli::dev
