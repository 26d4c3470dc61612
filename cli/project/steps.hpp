// SPDX-License-Identifier: MIT
//
// steps — a build as its user sees it: a line for each step, with its time; what the programs say
// is in a log, and its end is shown when one fails.
#pragma once

#include "cli/launch/child_process.hpp"

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace fairlead::cli {

class steps {
public:
    /// What there is to say of a step beside its time; may be empty.
    using note = std::string;

    /// Logs go into `logs`, which is made; errors are thrown in the name of `verb`.
    steps(std::string verb, std::filesystem::path logs, bool verbose)
        : verb_{std::move(verb)}, logs_{std::move(logs)}, verbose_{verbose} {}

    void add(std::string title, std::function<note()> deed);
    /// All of them, in their order. Throws what a step throws.
    void run();

    /// Within a step: runs a program to its end. Throws command_failed after the end of its log.
    void execute(child_process::spec what, std::string const& shown);
    /// The same through sh, as commands in wails.json are meant.
    void execute_line(std::string const& line, std::filesystem::path const& directory);

private:
    struct step {
        std::string title;
        std::function<note()> deed;
    };
    void say_failed();
    std::filesystem::path log_of(std::string const& title) const;

    std::string verb_;
    std::filesystem::path logs_;
    bool verbose_;  ///< What programs say goes to our own streams.
    std::vector<step> all_;
    std::string current_;        ///< The title of the step that runs.
    bool line_is_open_ = false;  ///< It waits for its time.
};

}  // namespace fairlead::cli
