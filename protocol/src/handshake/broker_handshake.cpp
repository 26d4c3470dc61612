// SPDX-License-Identifier: MIT
//
// broker_handshake — version first, then admission.
#include <fairlead/handshake/broker_handshake.hpp>

#include <utility>

namespace fairlead::handshake {

std::variant<broker_handshake::admitted, wire::farewell> broker_handshake::on(
    wire::control_message message) {
    auto* hello = std::get_if<wire::hello>(&message);
    if (std::exchange(finished_, true) || hello == nullptr)
        return wire::farewell{errc::protocol_error, "a greeting begins with one hello"};

    const auto version = wire::negotiate(wire::supported_versions, hello->versions);
    if (!version) {
        return wire::farewell{errc::protocol_error,
                              "this broker speaks protocol versions " +
                                  std::to_string(wire::supported_versions.lowest) + " to " +
                                  std::to_string(wire::supported_versions.highest) + ", the peer " +
                                  std::to_string(hello->versions.lowest) + " to " +
                                  std::to_string(hello->versions.highest)};
    }
    if (auto no = admit_(*hello)) return std::move(*no);
    return admitted{std::move(*hello), *version};
}

}  // namespace fairlead::handshake
