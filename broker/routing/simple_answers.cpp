// SPDX-License-Identifier: MIT
//
// simple_answers — who does not take even these is cut.
#include "broker/routing/simple_answers.hpp"

#include <fairlead/wire/frame_codec.hpp>

#include <fmt/core.h>

namespace fairlead::broker::routing {
namespace {

void push(peer& to, wire::frame_header const& header, std::string_view payload) {
    if (to.sink.try_push(header, {wire::as_bytes(payload)}) == push_result::full)
        to.sink.cut(errc::overloaded,
                    describe(to) + " does not take its answers: " + to.sink.backlog());
}

}  // namespace

void answer_done(peer& to, request_id request, route_id route) {
    if (request == no_request) return;
    wire::frame_header header;
    header.kind = wire::frame_kind::result;
    header.request = request;
    header.route = route;
    push(to, header, {});
}

void answer_error(peer& to, request_id request, errc code, std::string_view message) {
    if (request == no_request) return;
    wire::frame_header header;
    header.kind = wire::frame_kind::error;
    header.request = request;
    header.code = static_cast<std::uint16_t>(code);
    header.aux = message.size();
    push(to, header, message);
}

std::string why_no_name(peer const& who, name_table const& names) {
    if (!who.use.has_room(resource::names))
        return fmt::format("{} has put {} names into the broker's table, more are not allowed",
                           describe(who), who.use.used(resource::names));
    return fmt::format("the broker's table of names is full: it holds {}", names.size());
}

route_id intern_for(peer& who, name_table& names, std::string_view name) {
    if (const auto known = names.find(name); known != no_route) return known;
    if (!who.use.has_room(resource::names)) return no_route;
    who.use.take(resource::names);
    return names.intern(name);
}

}  // namespace fairlead::broker::routing
