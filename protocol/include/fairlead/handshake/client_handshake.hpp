// SPDX-License-Identifier: MIT
//
// client_handshake — the knocking side of the greeting, as a pure machine: no socket, no clock.
//
//   knocking --welcome + 2 descriptors--> admitted        knocking --farewell--> turned away
#pragma once

#include <fairlead/vocabulary/result.hpp>
#include <fairlead/wire/control_message.hpp>

#include <optional>
#include <variant>

namespace fairlead::handshake {

class client_handshake {
public:
    explicit client_handshake(wire::hello hello) : hello_{std::move(hello)} {}

    /// What to send first.
    wire::control_message opening() const { return hello_; }

    /// Admitted, turned away, or an error: the broker broke the rules.
    result<std::variant<wire::welcome, wire::farewell>> on(wire::control_message message,
                                                           std::size_t descriptors);

private:
    wire::hello hello_;
    bool finished_ = false;
};

/// The descriptors that come with a welcome, in this order.
enum class welcome_fd : std::size_t { segment = 0, doorbell = 1, count = 2 };

}  // namespace fairlead::handshake
