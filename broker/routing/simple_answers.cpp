// SPDX-License-Identifier: MIT
//
// simple_answers — who does not take even these is cut.
#include "broker/routing/simple_answers.hpp"

#include <fairlead/wire/frame_codec.hpp>
#include <fairlead/wire/limits.hpp>

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

route_id intern_for(peer& who, name_table& names, std::string_view name) {
    if (const auto known = names.find(name); known != no_route) return known;
    // What offers and subscriptions may hold at most; who gives them up and takes new ones for ever
    // must not use up the table for everybody.
    if (who.names_made >= wire::offers_max + wire::subscriptions_max) return no_route;
    ++who.names_made;
    return names.intern(name);
}

}  // namespace fairlead::broker::routing
