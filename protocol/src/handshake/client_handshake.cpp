// SPDX-License-Identifier: MIT
//
// client_handshake — judges the broker's one answer.
#include <fairlead/handshake/client_handshake.hpp>
#include <fairlead/wire/limits.hpp>
#include <fairlead/wire/wire_errc.hpp>

namespace fairlead::handshake {
namespace {

bool is_fair(wire::welcome const& welcome, wire::version_range asked) noexcept {
    return welcome.version >= asked.lowest && welcome.version <= asked.highest &&
           wire::is_ring_size(welcome.ring_bytes);
}

}  // namespace

result<std::variant<wire::welcome, wire::farewell>> client_handshake::on(
    wire::control_message message, std::size_t descriptors) {
    using answer = std::variant<wire::welcome, wire::farewell>;
    if (finished_) return wire::wire_errc::unexpected_message;
    finished_ = true;
    if (auto* no = std::get_if<wire::farewell>(&message)) return answer{std::move(*no)};
    auto* yes = std::get_if<wire::welcome>(&message);
    if (yes == nullptr || descriptors != static_cast<std::size_t>(welcome_fd::count))
        return wire::wire_errc::unexpected_message;
    if (!is_fair(*yes, hello_.versions)) return wire::wire_errc::bad_control_message;
    return answer{std::move(*yes)};
}

}  // namespace fairlead::handshake
