// SPDX-License-Identifier: MIT
//
// window_app — an app in a folder of its own, with the greeter plugin behind a page that a test
// writes, in a real window that the test drives.
#pragma once

#include "tests/support/temporary_directory.hpp"
#include "tests/support/virtual_display.hpp"
#include "tests/support/webdriver.hpp"

#include <sys/types.h>

#include <memory>
#include <string>
#include <string_view>

namespace fairlead::tests {

/// Everything that an app's window needs; nothing of it is left afterwards.
class window_app_folder {
public:
    /// `script` is the page's one module.
    explicit window_app_folder(std::string_view script = "");

    /// `fairlead run` of it, with more arguments.
    child::spec run(std::vector<std::string> more) const;
    /// Any program, with this app's environment: `fairlead call …` from another terminal.
    child::spec beside(std::filesystem::path program, std::vector<std::string> args) const;
    std::filesystem::path const& path() const noexcept { return folder_.path(); }

private:
    temporary_directory folder_;
    virtual_display display_;
};

/// The same, running and driven.
class window_app {
public:
    explicit window_app(std::string_view script = "");
    ~window_app();  ///< Waits until all of it has ended.
    window_app(window_app const&) = delete;
    window_app& operator=(window_app const&) = delete;

    webdriver& page() { return driver_; }
    /// `fairlead list --json=short`, parsed.
    boost::json::value list();
    pid_t plugin_pid();
    /// Calls that the broker has in flight for this window.
    std::int64_t calls_in_flight();

private:
    window_app_folder folder_;
    webdriver driver_;
    pid_t launcher_;
};

}  // namespace fairlead::tests
