// SPDX-License-Identifier: MIT
//
// peer_limits — each key may lower its bound.
#include "broker/config/peer_limits.hpp"

namespace fairlead::broker::config {

using accounting::peer_limits;

peer_limits read_peer_limits(simdjson::dom::object object, json_place const& where,
                             peer_limits base) {
    constexpr peer_limits hard;
    const auto lower = [&](char const* key, std::uint64_t peer_limits::*which, auto read) {
        const auto said = member(object, key);
        if (!said) return;
        base.*which = read(*said, where / key);
        if (base.*which > hard.*which)
            (where / key).complain("must not be above " + std::to_string(hard.*which));
    };
    lower("calls", &peer_limits::calls, count_of);
    lower("offers", &peer_limits::offers, count_of);
    lower("subscriptions", &peer_limits::subscriptions, count_of);
    lower("names", &peer_limits::names, count_of);
    lower("blobs", &peer_limits::blobs, count_of);
    lower("blobBytes", &peer_limits::blob_bytes, bytes_of);
    return base;
}

role_limits read_role_limits(simdjson::dom::element value, json_place const& where) {
    role_limits all;
    for (auto const& [role, entry] : object_of(value, where)) {
        const auto here = where / role;
        auto* to = role == "page"     ? &all.page
                   : role == "plugin" ? &all.plugin
                   : role == "tool"   ? &all.tool
                   : role == "host"   ? &all.host
                                      : nullptr;
        if (to == nullptr) here.complain("is none of page, plugin, tool, host");
        *to = read_peer_limits(object_of(entry, here), here, {});
    }
    return all;
}

}  // namespace fairlead::broker::config
