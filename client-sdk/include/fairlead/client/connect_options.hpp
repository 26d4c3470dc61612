// SPDX-License-Identifier: MIT
//
// connect_options — where to, as whom, how patient; and what connecting can throw.
#pragma once

#include <fairlead/vocabulary/errc.hpp>
#include <fairlead/wire/control_message.hpp>

#include <chrono>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>

namespace fairlead::client {

struct connect_options {
    std::filesystem::path socket;
    wire::peer_role role = wire::peer_role::tool;
    std::string name = "tool";
    std::string token;
    std::chrono::milliseconds patience{5'000};  ///< For the whole greeting.

    /// What a process started by the broker or the launcher finds in its environment:
    /// FAIRLEAD_SOCKET, FAIRLEAD_TOKEN_FD (read once, then closed), FAIRLEAD_NAME. Nothing when
    /// FAIRLEAD_SOCKET is not set: somebody started us by hand.
    static std::optional<connect_options> from_environment(wire::peer_role role);
};

/// Thrown by connect(): the environment is not as it must be.
class connect_error : public std::runtime_error {
public:
    enum class reason { no_broker, denied, timeout, failed };
    connect_error(reason why, std::string const& text) : std::runtime_error{text}, why_{why} {}
    reason why() const noexcept { return why_; }

private:
    reason why_;
};

}  // namespace fairlead::client
