// SPDX-License-Identifier: MIT
//
// dev_app — a `fairlead dev` session without a window, in folders of its own.
#pragma once

#include "tests/support/child.hpp"
#include "tests/support/running_app.hpp"
#include "tests/support/temporary_directory.hpp"

#include <fairlead/client/connection.hpp>

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace fairlead::tests {

class dev_app {
public:
    dev_app() = default;

    /// The app's folder; what is in it is the test's to write.
    std::filesystem::path const& path() const noexcept { return folder_.path(); }
    runtime_folder const& runtime() const noexcept { return runtime_; }
    void write(std::string const& file, std::string_view text) { folder_.write(file, text); }
    /// Every `from` in that file becomes `to`; in one step, as editors save.
    void replace(std::string const& file, std::string_view from, std::string_view to);
    /// wails.json and a copy of the greeter for its plugin: nothing to compile.
    void write_greeter(std::string const& keys = {});

    void start(std::vector<std::string> args = {});
    /// With a window, on the display that this environment names.
    void start_with_window(std::map<std::string, std::string> const& display);
    child& session() noexcept { return *session_; }
    /// Until it says that.
    void wait_for(std::string const& words) { session_->read_line_with(words); }

    /// A tool of the app's broker.
    std::unique_ptr<client::connection> tool();
    /// Processes that have been started in this session, however far away: by their environment.
    std::vector<pid_t> processes() const;

private:
    void start_session(std::vector<std::string> args, std::map<std::string, std::string> more);

    runtime_folder runtime_;
    temporary_directory folder_;
    std::unique_ptr<child> session_;
};

}  // namespace fairlead::tests
