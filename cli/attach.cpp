// SPDX-License-Identifier: MIT
//
// attach — without a name, every socket is tried: a stale one is not an app.
#include "cli/attach.hpp"

#include "cli/exit_code.hpp"

#include <fairlead/handshake/socket_path.hpp>

#include <vector>

namespace fairlead::cli {
namespace {

using reason = client::connect_error::reason;

client::connect_options options_for(std::filesystem::path socket, target const& to) {
    client::connect_options options;
    options.socket = std::move(socket);
    options.role = wire::peer_role::tool;
    options.name = "fairlead";
    options.patience = to.timeout;
    return options;
}

std::unique_ptr<client::connection> connect_to(std::filesystem::path socket, target const& to) {
    try {
        return client::connection::connect(options_for(std::move(socket), to));
    } catch (client::connect_error const& error) {
        throw command_failed{exit_code_of(error.why()),
                             error.why() == reason::no_broker ? "no-broker" : "connect",
                             error.what()};
    }
}

std::unique_ptr<client::connection> connect_to_the_only_one(target const& to) {
    std::unique_ptr<client::connection> found;
    std::string names;
    for (auto const& app : handshake::apps_with_socket()) {
        try {
            auto one = client::connection::connect(options_for(handshake::socket_path(app), to));
            names += names.empty() ? app : ", " + app;
            if (found)
                throw command_failed{exit_code::usage, "usage",
                                     "several apps run; choose one with --app: " + names};
            found = std::move(one);
        } catch (client::connect_error const& error) {
            if (error.why() != reason::no_broker)
                throw command_failed{exit_code_of(error.why()), "connect", error.what()};
        }
    }
    if (!found)
        throw command_failed{exit_code::no_broker, "no-broker",
                             "no app is running (looked in " + handshake::runtime_root().native() +
                                 "); start one with: fairlead run APPDIR"};
    return found;
}

}  // namespace

std::unique_ptr<client::connection> attach(target const& to) {
    if (!to.socket.empty()) return connect_to(to.socket, to);
    if (!to.app.empty()) return connect_to(handshake::socket_path(to.app), to);
    return connect_to_the_only_one(to);
}

}  // namespace fairlead::cli
