// SPDX-License-Identifier: MIT
//
// landlock — a set of paths that a process may use, as a descriptor that it lays upon itself. By
// system calls: libraries know less than kernels do.
#pragma once

#include <fairlead/vocabulary/unique_fd.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace fairlead::broker::supervision {

/// The version that the kernel speaks; 0: none, or it is switched off.
int landlock_version() noexcept;

struct path_rules {
    std::vector<std::filesystem::path> read;   ///< And execute.
    std::vector<std::filesystem::path> write;  ///< And read, make, remove.
    bool network = false;                      ///< TCP, and sockets without a path.
};

/// Paths that are not there are left out: nobody can use them. Empty: the kernel has no Landlock.
unique_fd make_ruleset(path_rules const& rules);

/// In a child that has no new privileges; only a system call. False: errno says why.
bool restrict_self(int ruleset) noexcept;

}  // namespace fairlead::broker::supervision
