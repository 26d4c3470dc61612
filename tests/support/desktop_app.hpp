// SPDX-License-Identifier: MIT
//
// desktop_app — an app with the runtime's test plugin in a real window on a desktop of its own, and
// a tool that asks the plugin.
#pragma once

#include "tests/support/desktop.hpp"
#include "tests/support/temporary_directory.hpp"

#include <fairlead/client/connection.hpp>

#include <condition_variable>
#include <deque>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace fairlead::tests {

/// One plugin of it: its name, and what it does by itself.
struct desktop_plugin {
    std::string name = "desk";
    std::string habit{};
};

class desktop_app {
public:
    explicit desktop_app(std::vector<desktop_plugin> const& plugins = {{}});
    desktop_app(desktop_app const&) = delete;
    desktop_app& operator=(desktop_app const&) = delete;

    static constexpr char const* title = "desktop-test";

    desktop& screen() noexcept { return desktop_; }
    std::filesystem::path const& path() const noexcept { return folder_.path(); }
    void write(std::string const& file, std::string const& text) { folder_.write(file, text); }
    child& launcher() noexcept { return *launcher_; }

    /// Asked now, answered whenever somebody has decided.
    std::future<client::connection::answer> ask(std::string const& method,
                                                std::string const& args = "[]");
    /// Its result, or "code: message". Throws when nothing comes.
    static std::string wait(std::future<client::connection::answer>& asked);
    std::string call(std::string const& method, std::string const& args = "[]");

    void listen(std::string const& topic);
    /// The data of the next event of any topic listened to.
    std::string next_event();
    /// One has come within a moment.
    bool has_event();
    void kill_broker();
    /// Asks the broker that came in its place from now on.
    void find_broker();
    /// Until the log of the app has that text.
    void wait_for_log(std::string const& text);
    bool logged(std::string const& text);

private:
    void connect();

    temporary_directory folder_;
    desktop desktop_;
    std::unique_ptr<child> launcher_;
    std::mutex mutex_;
    std::condition_variable event_came_;
    std::deque<std::string> heard_;
    std::unique_ptr<client::connection> tool_;  // Last: its handlers refer to the rest.
};

}  // namespace fairlead::tests
