// SPDX-License-Identifier: MIT
//
// chaos_app — the app under chaos: its folder, and one life of it after the other by `fairlead
// run`.
#pragma once

#include "tests/chaos/census.hpp"
#include "tests/chaos/spawned.hpp"
#include "tests/support/temporary_directory.hpp"
#include "tests/support/virtual_display.hpp"

#include <memory>

namespace fairlead::chaos {

class chaos_app {
public:
    explicit chaos_app(std::string plant);

    /// A page can have a channel of its own; not under a sanitizer.
    static bool has_page_half();

    struct life {
        std::string page_path;     ///< "in-page" or "messages"
        bool log_is_full = false;  ///< The log goes to /dev/full: each line is refused (ENOSPC).
        bool is_calm = false;      ///< Nobody is killed or told to go, and it is long.
    };
    void start(life const& how);
    spawned& launcher() { return *launcher_; }
    void forget_launcher() { launcher_.reset(); }

    /// A program of ours beside it: `fairlead call …`.
    std::unique_ptr<spawned> beside(std::vector<std::string> args) const;

    census const& processes() const noexcept { return census_; }
    std::filesystem::path socket() const;
    std::filesystem::path crash_folder() const;
    std::filesystem::path log() const { return folder_.path() / "log"; }
    /// What has been written since the last time.
    std::string new_log_lines();

    /// No crash report can be written: where their folder should be is a file.
    void block_crash_reports();
    void unblock_crash_reports();
    /// By that much the app's wall clock is wrong from now on; nothing where it cannot be done.
    bool jump_clock(std::int64_t seconds);

private:
    std::map<std::string, std::string> environment(life const& how) const;

    tests::temporary_directory folder_;
    tests::virtual_display display_;
    census census_;
    std::string plant_;
    std::unique_ptr<spawned> launcher_;
    std::uintmax_t log_seen_ = 0;
};

}  // namespace fairlead::chaos
