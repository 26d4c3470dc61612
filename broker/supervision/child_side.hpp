// SPDX-License-Identifier: MIT
//
// child_side — what happens between fork and exec: a guardian is forked, which forks the plugin.
// Everything that needs memory is made before, by the parent; in the children only plain system
// calls run.
#pragma once

#include "broker/supervision/plugin_process.hpp"

#include <array>
#include <string>
#include <vector>

namespace fairlead::broker::supervision {

/// Where the plugin finds the token; said by FAIRLEAD_TOKEN_FD.
inline constexpr int token_fd_in_child = 3;

/// Beside an errno: it came from the plugin's confinement, not from its program.
inline constexpr int not_confined = 0x10000;

class child_side {
public:
    explicit child_side(launch const& what);

    struct descriptors {
        int token;
        int output;
        int exec_status;
        int report;  ///< The guardian's: the plugin's process id, later a guardian_report.
    };
    /// In the child. `parent` is who forked.
    [[noreturn]] void become_guardian(descriptors from_parent, pid_t parent) noexcept;

private:
    [[noreturn]] void become_plugin(descriptors from_parent, int guardian_socket,
                                    pid_t parent) const noexcept;

    confinement const* confined_;
    std::string program_;
    std::string working_dir_;
    std::string guardian_;
    std::vector<std::string> strings_;  // Declared before what points into them.
    std::vector<char*> argv_;
    std::vector<char*> envp_;
    std::array<char, 12> plugin_pid_{};
    std::array<char, 4> report_fd_{"3"};
    std::string processes_max_;
    std::array<char, 4> forks_fd_{"-1"};
};

}  // namespace fairlead::broker::supervision
