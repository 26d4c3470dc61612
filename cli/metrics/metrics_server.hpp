// SPDX-License-Identifier: MIT
//
// metrics_server — GET /metrics over HTTP, on a socket of the file system and, if wanted, on a port
// of this machine alone. A process of its own: the broker answers nobody for it.
#pragma once

#include <boost/asio/io_context.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace fairlead::cli::metrics {

class metrics_server {
public:
    /// What is served; what it throws is told with 503.
    using source = std::function<std::string()>;

    metrics_server(boost::asio::io_context& loop, source text);
    ~metrics_server();

    /// Only for this user. One that nobody serves any more is replaced. Throws command_failed.
    void listen_at(std::filesystem::path const& socket);
    /// 127.0.0.1. 0: any; which it is then. Throws command_failed.
    std::uint16_t listen_on_port(std::uint16_t port);

private:
    struct state;
    std::shared_ptr<state> state_;  // Visitors may outlive us.
};

}  // namespace fairlead::cli::metrics
