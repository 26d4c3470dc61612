// SPDX-License-Identifier: MIT
//
// plugin_builder — builds the app's plugins, one build at a time: what changes during one is the
// reason for the next.
#pragma once

#include "cli/dev/compiler_messages.hpp"
#include "cli/dev/heard_child.hpp"
#include "cli/project/plugin_build.hpp"

#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace fairlead::cli::dev {

struct build_outcome {
    bool ok = false;
    bool outdated = false;  ///< The sources have changed meanwhile: another build has begun.
    std::vector<compiler_error> errors;
    std::size_t more_errors = 0;
    std::vector<std::string> last_lines;
    std::chrono::milliseconds took{0};
};

class plugin_builder {
public:
    struct hooks {
        std::function<void()> on_begin;
        std::function<void(std::string const& line)> on_line;
        std::function<void(build_outcome const&)> on_end;
    };
    plugin_builder(poll_loop& loop, project const& app, installation const& here, hooks use)
        : loop_{loop}, app_{app}, here_{here}, hooks_{std::move(use)} {}

    /// There is something to build: a CMakeLists.txt.
    bool has_work() const;
    /// Now, or as soon as the one that runs has ended.
    void build();
    bool is_building() const noexcept { return child_ != nullptr || between_; }

private:
    static constexpr std::size_t lines_kept = 30;

    void start(child_process::spec what, std::function<void(int)> on_end);
    void configure();
    void make();
    void finish(bool ok);

    poll_loop& loop_;
    project const& app_;
    installation const& here_;
    hooks hooks_;
    bool configured_ = false;
    bool again_ = false;
    bool between_ = false;  ///< Its end is being told.
    std::chrono::steady_clock::time_point begun_;
    compiler_messages messages_;
    std::deque<std::string> lines_;
    std::unique_ptr<heard_child> child_;
};

}  // namespace fairlead::cli::dev
