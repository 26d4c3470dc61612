// SPDX-License-Identifier: MIT
//
// peer — its one line for messages and logs, and what a page may say.
#include "broker/routing/peer.hpp"

#include <fmt/core.h>

namespace fairlead::broker::routing {

using wire::frame_kind;

bool may_send(peer const& who, frame_kind kind) noexcept {
    if (who.role != wire::peer_role::page) return true;
    switch (kind) {
        case frame_kind::call:
        case frame_kind::result:
        case frame_kind::error:
        case frame_kind::item:
        case frame_kind::credit:
        case frame_kind::progress:
        case frame_kind::offer:
        case frame_kind::withdraw:
        case frame_kind::invoke:
        case frame_kind::cancel:
        case frame_kind::event:
        case frame_kind::subscribe:
        case frame_kind::unsubscribe:
        case frame_kind::log:
        case frame_kind::ping:
        case frame_kind::pong:
        case frame_kind::release:
        case frame_kind::trace:
        case frame_kind::timing:
        case frame_kind::context: return true;
        default: return false;
    }
}

policy::identity identity_of(peer const& who) noexcept {
    using config::subject_kind;
    if (who.role == wire::peer_role::tool) return {.kind = subject_kind::tool};
    const std::string_view name = who.name;
    if (who.role == wire::peer_role::plugin) return {.kind = subject_kind::plugin, .plugin = name};
    const std::string_view origin = who.papers.origin;
    return {.kind = subject_kind::page,
            .origin = origin == own_origin ? std::string_view{} : origin,
            .window = name.substr(0, name.rfind('#'))};
}

std::string describe(peer const& who) {
    if (who.role == wire::peer_role::page) return fmt::format("page '{}'", who.name);
    return fmt::format("{} '{}' (pid {})", wire::to_text(who.role), who.name, who.pid);
}

}  // namespace fairlead::broker::routing
