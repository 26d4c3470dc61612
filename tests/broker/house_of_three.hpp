// SPDX-License-Identifier: MIT
//
// house_of_three — caller, broker and plugin in one process, over their real sockets and rings.
#pragma once

#include "broker/daemon.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/temporary_directory.hpp"

#include <fairlead/client/connection.hpp>
#include <fairlead/handshake/socket_path.hpp>
#include <fairlead/plugin.hpp>

#include <boost/asio/post.hpp>

#include <cstring>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>

namespace fairlead::tests {

/// What the plugin offers, as on.loop.Maths.… and on.pool.Maths.….
struct Maths {
    int Add(int a, int b) { return a + b; }
    std::string Greet(std::string name) { return "Hello " + name + "!"; }
    bytes Echo(bytes data) {
        byte_buffer answer{data.size()};
        if (!data.empty()) std::memcpy(answer.data(), data.data(), data.size());
        return answer;
    }
    std::string Say(std::string text) { return text; }
    std::pair<std::string, bytes> Both(std::string text, bytes data) {
        return {std::move(text), Echo(data)};
    }
};
BOOST_DESCRIBE_STRUCT(Maths, (), (Add, Greet, Echo, Say, Both))

/// The broker and the plugin each on a thread of its own, until it goes.
class house_of_three {
public:
    house_of_three() {
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
        plugin_ = std::thread{[this] {
            std::string words[] = {"maths", "--attach", app_name};
            char* argv[] = {words[0].data(), words[1].data(), words[2].data(), nullptr};
            plugin_code_ = plugin{"maths"}
                               .bind("on.loop", Maths{}, execution::loop)
                               .bind("on.pool", Maths{}, execution::pool)
                               .run(3, argv);
        }};
    }
    ~house_of_three() {
        boost::asio::post(loop_, [this] { daemon_->stop(); });
        plugin_.join();
        broker_.join();
        CHECK(plugin_code_ == 0);
    }
    house_of_three(house_of_three const&) = delete;
    house_of_three& operator=(house_of_three const&) = delete;

    std::unique_ptr<client::connection> connect() const {
        client::connect_options options;
        options.socket = handshake::socket_path(app_name);
        auto tool = client::connection::connect(std::move(options));
        // It has no supervisor that would let calls wait for it.
        const auto until = std::chrono::steady_clock::now() + std::chrono::seconds{10};
        while (!tool->call_wait("on.pool.Maths.Add", "[1,2]", {std::chrono::seconds{60}}).ok)
            if (std::chrono::steady_clock::now() > until)
                throw std::runtime_error{"the plugin does not come"};
        return tool;
    }

private:
    static constexpr char const* app_name = "steady";

    temporary_directory folder_;
    boost::asio::io_context loop_{1};
    std::optional<broker::daemon> daemon_;
    int plugin_code_ = -1;
    std::thread broker_, plugin_;
};

}  // namespace fairlead::tests
