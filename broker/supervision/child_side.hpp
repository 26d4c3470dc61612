// SPDX-License-Identifier: MIT
//
// child_side — what happens between fork and exec. Everything that needs memory is made before, by
// the parent; in the child only plain system calls run.
#pragma once

#include "broker/supervision/plugin_process.hpp"

#include <string>
#include <vector>

namespace fairlead::broker::supervision {

/// Where the child finds the token; said by FAIRLEAD_TOKEN_FD.
inline constexpr int token_fd_in_child = 3;

class child_side {
public:
    explicit child_side(launch const& what);

    struct descriptors {
        int token;
        int output;
        int exec_status;
    };
    /// In the child. `parent` is who forked.
    [[noreturn]] void become(descriptors from_parent, pid_t parent) const noexcept;

private:
    std::string program_;
    std::string working_dir_;
    std::vector<std::string> strings_;  // Declared before what points into them.
    std::vector<char*> argv_;
    std::vector<char*> envp_;
};

}  // namespace fairlead::broker::supervision
