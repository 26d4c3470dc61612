// SPDX-License-Identifier: MIT
//
// broker_handshake — the opening side of the greeting, as a pure machine: no socket, no clock.
//
//   listening --hello--> admission decides --> welcome | farewell;  anything else: farewell
#pragma once

#include <fairlead/vocabulary/result.hpp>
#include <fairlead/wire/control_message.hpp>

#include <functional>
#include <optional>
#include <variant>

namespace fairlead::handshake {

class broker_handshake {
public:
    /// Nothing when the peer may come in, else why not.
    using admission = std::function<std::optional<wire::farewell>(wire::hello const&)>;

    explicit broker_handshake(admission admit) : admit_{std::move(admit)} {}

    struct admitted {
        wire::hello hello;
        std::uint16_t version;
    };

    /// The peer's first message decides; whoever is not admitted gets the farewell.
    std::variant<admitted, wire::farewell> on(wire::control_message message);

private:
    admission admit_;
    bool finished_ = false;
};

}  // namespace fairlead::handshake
