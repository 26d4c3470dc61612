// SPDX-License-Identifier: MIT
//
// spawned — a program whose output goes to a file: nobody needs to read it along, so a full pipe is
// never why it stands still.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace fairlead::chaos {

class spawned {
public:
    struct spec {
        std::filesystem::path program;
        std::vector<std::string> args;
        std::map<std::string, std::string> environment;  ///< On top of ours.
        std::filesystem::path output;                    ///< Of both streams; added to.
    };
    explicit spawned(spec const& what);
    ~spawned();  ///< Killed if it still runs.
    spawned(spawned const&) = delete;
    spawned& operator=(spawned const&) = delete;

    pid_t pid() const noexcept { return pid_; }
    void signal(int number) const;
    bool has_ended();
    /// False: not in time.
    bool wait(std::chrono::milliseconds patience);
    /// Exit code or 128 + signal, once it has ended.
    std::optional<int> code() const noexcept { return code_; }

private:
    pid_t pid_ = -1;
    std::optional<int> code_;
};

}  // namespace fairlead::chaos
