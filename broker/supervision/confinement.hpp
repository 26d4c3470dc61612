// SPDX-License-Identifier: MIT
//
// confinement — a plugin's limits and sandbox: made ready by the broker, laid upon itself by the
// child, and said in words.
#pragma once

#include "broker/config/plugin_config.hpp"
#include "broker/supervision/cgroup_place.hpp"

#include <fairlead/vocabulary/unique_fd.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <linux/filter.h>
#include <sys/resource.h>

namespace fairlead::broker::supervision {

/// What this machine can do for us.
struct kernel_facts {
    int landlock = 0;  ///< Its version.
    bool filters_syscalls = false;
    cgroup_facts groups;
};
kernel_facts read_kernel_facts();

class confinement {
public:
    /// `program`'s folder and the app's can be read in any sandbox. Not empty problem(): what was
    /// required is not to be had.
    confinement(config::plugin_config const& plugin, std::filesystem::path const& app_dir,
                std::filesystem::path const& program,
                kernel_facts const& kernel = read_kernel_facts());

    std::string const& problem() const noexcept { return problem_; }
    /// "memory 256 MiB, all processes together (cgroup)", "not in force: …".
    std::vector<std::string> const& in_force() const noexcept { return in_force_; }
    /// The guardian's limit, as it is told (broker/guardian/main.cpp).
    int processes_counted() const noexcept { return processes_counted_; }

    /// In the child, before exec; only system calls. False: errno says why.
    bool apply() const noexcept;

    /// Before that: where the kernel asks about further processes; -1: it need not, or does not.
    int gate_forks() const noexcept;

private:
    struct limit {
        int resource;
        rlim_t value;
    };
    void set_limits(config::plugin_config const& plugin, kernel_facts const& kernel);
    void set_sandbox(config::plugin_config const& plugin, std::filesystem::path const& app_dir,
                     std::filesystem::path const& program, kernel_facts const& kernel);

    std::string problem_;
    std::vector<std::string> in_force_;
    bool wants_no_new_privileges() const noexcept {
        // A sandbox cannot be had without it.
        return !new_privileges_ || ruleset_ || !filter_.empty();
    }

    std::vector<limit> limits_;
    std::optional<plugin_cgroup> group_;
    unique_fd group_members_;
    unique_fd ruleset_;
    std::vector<sock_filter> filter_;
    bool new_privileges_ = false;
    bool nicer_ = false;
    int processes_counted_ = 0;
};

}  // namespace fairlead::broker::supervision
