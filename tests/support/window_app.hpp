// SPDX-License-Identifier: MIT
//
// window_app — an app in a folder of its own, with the greeter plugin behind a page that a test
// writes, in a real window that the test drives.
#pragma once

#include "tests/support/temporary_directory.hpp"
#include "tests/support/virtual_display.hpp"
#include "tests/support/webdriver.hpp"

#include <sys/types.h>

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace fairlead::tests {

/// How calls leave the page: "in-page", "messages", or "auto".
using page_path = std::string;

/// Files of the app, by their paths in its folder; "wails.json" among them.
using app_files = std::map<std::string, std::string>;

/// Those that this build has. A test that holds for every path says
/// `window_app app{GENERATE(from_range(page_paths()))};`.
std::vector<page_path> page_paths();

/// What an app under test is made of.
struct window_app_setup {
    std::string script;  ///< The page's one module.
    page_path path = "auto";
    std::map<std::string, std::string> environment;
    /// Members of "fairlead.window", and of "fairlead" beside it.
    std::string window = R"("width": 800, "height": 600)";
    std::string fairlead;
    std::string body = "<h1>window-test</h1>";
    virtual_display::desk desk = virtual_display::desk::bare;
    app_files files;  ///< They take the place of those made of the above.
};

/// Everything that an app's window needs; nothing of it is left afterwards.
class window_app_folder {
public:
    /// `script` is the page's one module.
    explicit window_app_folder(std::string_view script = "", page_path path = "auto",
                               std::map<std::string, std::string> environment = {},
                               app_files files = {})
        : window_app_folder{window_app_setup{.script = std::string{script},
                                             .path = std::move(path),
                                             .environment = std::move(environment),
                                             .files = std::move(files)}} {}
    explicit window_app_folder(window_app_setup setup);

    /// `fairlead run` of it, with more arguments.
    child::spec run(std::vector<std::string> more) const;
    /// Any program, with this app's environment: `fairlead call …` from another terminal.
    child::spec beside(std::filesystem::path program, std::vector<std::string> args) const;
    std::filesystem::path const& path() const noexcept { return folder_.path(); }
    void write(std::filesystem::path const& name, std::string_view text) const {
        folder_.write(name, text);
    }
    /// Its DISPLAY.
    std::string display() const { return display_.environment().at("DISPLAY"); }
    virtual_display const& desk() const noexcept { return display_; }

private:
    temporary_directory folder_;
    virtual_display display_;
    std::map<std::string, std::string> environment_;
};

/// The same, running and driven.
class window_app {
public:
    explicit window_app(page_path path = "auto", std::string_view script = "",
                        std::map<std::string, std::string> environment = {}, app_files files = {})
        : window_app{window_app_setup{.script = std::string{script},
                                      .path = std::move(path),
                                      .environment = std::move(environment),
                                      .files = std::move(files)}} {}
    explicit window_app(window_app_setup setup);
    ~window_app();  ///< Waits until all of it has ended.
    window_app(window_app const&) = delete;
    window_app& operator=(window_app const&) = delete;

    webdriver& page() { return driver_; }
    /// Any program, with this app's environment.
    child::spec beside(std::filesystem::path program, std::vector<std::string> args) const {
        return folder_.beside(std::move(program), std::move(args));
    }
    /// Where its broker listens.
    std::filesystem::path socket() const;
    /// Where its window is.
    std::string display() const { return folder_.display(); }
    window_app_folder const& folder() const noexcept { return folder_; }
    virtual_display const& desk() const noexcept { return folder_.desk(); }
    /// The window as the display knows it, once it is visible.
    std::string window_id();
    /// `fairlead list --json=short`, parsed.
    boost::json::value list();
    pid_t plugin_pid();
    /// The window's host process.
    pid_t host_pid();
    pid_t broker_pid();
    /// The process that runs the page.
    pid_t web_process_pid();
    /// Sessions that the broker has for pages.
    std::size_t page_sessions();
    /// Until a `fairlead subscribe` is in force.
    void wait_for_listener();
    /// Calls that the broker has in flight for this window and its page.
    std::int64_t calls_in_flight();

private:
    window_app_folder folder_;
    webdriver driver_;
    pid_t launcher_;
};

}  // namespace fairlead::tests
