// SPDX-License-Identifier: MIT
//
// running_app — `fairlead run` of an example in a runtime folder of its own, and what to ask of it.
#pragma once

#include "tests/support/child.hpp"
#include "tests/support/temporary_directory.hpp"

#include <memory>

namespace fairlead::tests {

/// A runtime folder (XDG_RUNTIME_DIR) that goes with the test.
class runtime_folder {
public:
    std::filesystem::path const& path() const noexcept { return folder_.path(); }
    std::map<std::string, std::string> environment() const {
        return {{"XDG_RUNTIME_DIR", path().native()}, {"XDG_STATE_HOME", path() / "state"}};
    }

private:
    temporary_directory folder_;
};

/// What a command prints and how it ends.
struct outcome {
    int code;
    std::string out;
    std::string err;
};
outcome run_fairlead(runtime_folder const& where, std::vector<std::string> args,
                     std::string const& input = {});

class running_app {
public:
    explicit running_app(runtime_folder const& where, std::string const& example = "greeter");

    child& host() { return *launcher_; }  ///< Its stdin and stdout are the headless host's.
    child& launcher() { return *launcher_; }

    /// One call through stdin; the `c{…}` line that answers it.
    std::string call(std::string const& method, std::string const& args);
    void send_call(std::string const& method, std::string const& args, std::string const& id);

    pid_t broker_pid();
    pid_t host_pid();
    pid_t plugin_pid();
    int plugin_restarts();

private:
    runtime_folder const& where_;
    std::unique_ptr<child> launcher_;
    int calls_ = 0;
};

bool is_alive(pid_t pid);
pid_t child_of(pid_t parent, std::string const& program_name);
/// However many processes are between them.
pid_t descendant_of(pid_t ancestor, std::string const& program_name);

}  // namespace fairlead::tests
