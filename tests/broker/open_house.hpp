// SPDX-License-Identifier: MIT
//
// open_house — broker, plugins and callers in one process, over their real sockets and rings: one
// debugger, one sanitizer and one counter of allocations see all of them.
#pragma once

#include "broker/daemon.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/temporary_directory.hpp"

#include <fairlead/client/connection.hpp>
#include <fairlead/handshake/socket_path.hpp>
#include <fairlead/plugin.hpp>

#include <boost/asio/post.hpp>

#include <deque>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>

namespace fairlead::tests {

/// The broker and each plugin on a thread of its own, until it goes.
class open_house {
public:
    open_house() {
        const auto dir = folder_.path() / "fairlead" / app_name;
        std::filesystem::create_directories(dir);
        std::filesystem::permissions(dir, std::filesystem::perms::owner_all);
        // Nobody else runs yet.
        ::setenv("XDG_RUNTIME_DIR", folder_.path().c_str(), 1);  // NOLINT(concurrency-mt-unsafe)
        daemon_.emplace(loop_,
                        broker::daemon_settings{.app = app_name,
                                                .app_dir = folder_.path(),
                                                .broker_dir = folder_.path(),
                                                .runtime_dir = dir,
                                                .host_token = {}},
                        broker::config::app_config{.name = app_name});
        broker_ = std::thread{[this] { daemon_->run(); }};
    }
    ~open_house() { end(); }
    open_house(open_house const&) = delete;
    open_house& operator=(open_house const&) = delete;

    /// The broker says goodbye; each plugin has left as it should.
    void end() {
        if (!broker_.joinable()) return;
        boost::asio::post(loop_, [this] { daemon_->stop(); });
        for (auto& one : plugins_) one.thread.join();
        broker_.join();
        for (auto const& one : plugins_) CHECK(one.code == 0);
    }

    /// `there` is a method of it that answers to `[]`-like `args` once it is ready.
    void run(plugin what, std::string_view there, std::string_view args = "[]") {
        auto& one = plugins_.emplace_back(std::move(what));
        one.thread = std::thread{[&one] {
            std::string words[] = {"plugin", "--attach", app_name};
            char* argv[] = {words[0].data(), words[1].data(), words[2].data(), nullptr};
            one.code = one.what.run(3, argv);
        }};
        // It has no supervisor that would let calls wait for it.
        const auto tool = connect();
        const auto until = std::chrono::steady_clock::now() + std::chrono::seconds{10};
        while (!tool->call_wait(there, args, {std::chrono::seconds{60}}).ok)
            if (std::chrono::steady_clock::now() > until)
                throw std::runtime_error{"the plugin does not come"};
    }

    std::unique_ptr<client::connection> connect() const {
        client::connect_options options;
        options.socket = handshake::socket_path(app_name);
        return client::connection::connect(std::move(options));
    }

private:
    static constexpr char const* app_name = "house";
    struct inhabitant {
        explicit inhabitant(plugin given) : what{std::move(given)} {}
        plugin what;
        int code = -1;
        std::thread thread;
    };

    temporary_directory folder_;
    boost::asio::io_context loop_{1};
    std::optional<broker::daemon> daemon_;
    std::deque<inhabitant> plugins_;
    std::thread broker_;
};

}  // namespace fairlead::tests
