// SPDX-License-Identifier: MIT
//
// cgroup_place — where plugins can have control groups of their own, if anywhere: version 2, beside
// or below our own group, writable, with the controllers that are wanted handed down. Nobody is
// moved to make that so.
#pragma once

#include "broker/config/plugin_config.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <utility>

namespace fairlead::broker::supervision {

/// One plugin's group; removed when it goes.
class plugin_cgroup {
public:
    plugin_cgroup(std::filesystem::path folder) : folder_{std::move(folder)} {}
    plugin_cgroup(plugin_cgroup&& other) noexcept : folder_{std::exchange(other.folder_, {})} {}
    plugin_cgroup& operator=(plugin_cgroup&&) = delete;
    ~plugin_cgroup();

    std::filesystem::path const& folder() const noexcept { return folder_; }

private:
    std::filesystem::path folder_;
};

struct cgroup_facts {
    std::string own;                ///< /proc/self/cgroup
    std::filesystem::path mounted;  ///< Where version 2 is; empty: nowhere.
};
cgroup_facts read_cgroup_facts();

/// A folder in which groups may be made that have all controllers these limits need.
std::optional<std::filesystem::path> cgroup_place(cgroup_facts const& facts,
                                                  config::resource_limits const& wanted);

/// Made, and its limits written. Nothing: it could not be.
std::optional<plugin_cgroup> make_cgroup(std::filesystem::path const& place,
                                         std::string const& name,
                                         config::resource_limits const& limits);

}  // namespace fairlead::broker::supervision
