// SPDX-License-Identifier: MIT
//
// program_path — the first regular file that may be executed.
#include "broker/supervision/program_path.hpp"

#include <unistd.h>

#include <algorithm>

namespace fairlead::broker::supervision {

program_path find_program(std::string const& exec, std::filesystem::path const& app_dir,
                          std::filesystem::path const& broker_dir) {
    const std::filesystem::path written{exec};
    std::vector<std::filesystem::path> candidates;
    if (written.is_absolute()) candidates = {written};
    else candidates = {app_dir / written, broker_dir / written, broker_dir / written.filename()};

    program_path found;
    for (auto const& candidate : candidates) {
        std::error_code ignored;
        if (std::filesystem::is_regular_file(candidate, ignored) &&
            ::access(candidate.c_str(), X_OK) == 0) {
            found.file = candidate;
            return found;
        }
        if (std::ranges::find(found.tried, candidate) == found.tried.end())
            found.tried.push_back(candidate);
    }
    return found;
}

}  // namespace fairlead::broker::supervision
