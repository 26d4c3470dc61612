// SPDX-License-Identifier: MIT
//
// plugin_builder — configured once; from then on the build itself sees when CMake must run again.
// A build is never cut short: what a half-written object file is, only some tools notice.
#include "cli/dev/plugin_builder.hpp"

#include "cli/exit_code.hpp"

namespace fairlead::cli::dev {

namespace fs = std::filesystem;

bool plugin_builder::has_work() const { return fs::exists(app_.dir / "CMakeLists.txt"); }

void plugin_builder::build() {
    if (is_building()) {
        again_ = true;
        return;
    }
    begun_ = std::chrono::steady_clock::now();
    messages_ = {};
    lines_.clear();
    hooks_.on_begin();
    if (configured_ && fs::exists(plugin_build_folder(app_) / "CMakeCache.txt")) make();
    else configure();
}

void plugin_builder::start(child_process::spec what, std::function<void(int)> on_end) {
    what.guarded = true;
    try {
        child_ = std::make_unique<heard_child>(
            loop_, std::move(what),
            heard_child::hooks{.on_line =
                                   [this](std::string line) {
                                       messages_.take(line);
                                       hooks_.on_line(line);
                                       lines_.push_back(std::move(line));
                                       if (lines_.size() > lines_kept) lines_.pop_front();
                                   },
                               .on_end = std::move(on_end)});
    } catch (command_failed const& failed) {
        lines_.emplace_back(failed.what());
        finish(false);
    }
}

void plugin_builder::configure() {
    start(plugin_configure_command(app_, here_, build_kind::quick), [this](int code) {
        configured_ = code == 0;
        configured_ ? make() : finish(false);
    });
}

void plugin_builder::make() {
    start(plugin_build_command(app_), [this](int code) { finish(code == 0); });
}

void plugin_builder::finish(bool ok) {
    messages_.finish();
    const build_outcome outcome{
        .ok = ok,
        .outdated = again_,
        .errors = ok ? std::vector<compiler_error>{} : messages_.errors(),
        .more_errors = ok ? 0 : messages_.more(),
        .last_lines = {lines_.begin(), lines_.end()},
        .took = std::chrono::duration_cast<std::chrono::milliseconds>(
            std::chrono::steady_clock::now() - begun_),
    };
    child_.reset();
    between_ = true;
    hooks_.on_end(outcome);
    between_ = false;
    if (std::exchange(again_, false)) build();
}

}  // namespace fairlead::cli::dev
