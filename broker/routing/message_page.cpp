// SPDX-License-Identifier: MIT
//
// message_page — one frame in, one text for its host out.
#include "broker/routing/message_page.hpp"

#include "broker/routing/callback_text.hpp"

#include <fairlead/wire/frame_codec.hpp>

#include <fmt/core.h>

namespace fairlead::broker::routing {

using wire::frame_kind;

message_page::message_page(peer& host, generation page, accounting::peer_limits const& limits)
    : host_{host}, self_{.sink = *this,
                         .id = host.id,
                         .role = wire::peer_role::page,
                         .name = fmt::format("{}#{}", host.name, raw(page)),
                         .ready = true,
                         .by_messages = true,
                         .papers = {host.id, page, host.papers.origin},
                         .use = accounting::account{limits}} {
    self_.use.set(resource::names, host.use.used(resource::names));
}

push_result message_page::try_push(wire::frame_header const& header, pieces payload) {
    payload_.clear();
    for (auto const piece : payload) payload_ += wire::as_text(piece);
    switch (header.kind) {
        case frame_kind::call:
        case frame_kind::cancel:
        case frame_kind::item:
        case frame_kind::credit: return push_text(news_.of_served(header, payload_));
        case frame_kind::result:
        case frame_kind::error: return push_answer(header, payload_);
        default: return push_result::accepted;  // Nothing that it asked for.
    }
}

push_result message_page::push_answer(wire::frame_header const& header, std::string_view payload) {
    callback_text text;
    if (header.kind == frame_kind::error) {
        const auto why = wire::parse_error_body(header, wire::as_bytes(payload));
        return push_text(
            text.of_error(errc_from_wire(header.code), why.message, why.data, callback_id_));
    }
    std::string whole;
    for (auto const piece : text.of_result(payload, callback_id_)) whole += piece;
    return push_text(whole);
}

push_result message_page::push_text(std::string_view text) {
    wire::frame_header header;
    header.kind = frame_kind::callback;
    header.aux = raw(self_.papers.page);
    return host_.sink.try_push(header, {wire::as_bytes(text)});
}

void message_page::cut(errc code, std::string reason) {
    if (code == errc::overloaded) return host_.sink.cut(code, std::move(reason));
    wire::frame_header header;
    header.kind = frame_kind::log;
    header.code = 5;  // An error, of 1 trace … 6 fatal.
    const auto text = fmt::format("{}: {} ({})", describe(self_), reason, to_text(code));
    host_.sink.try_push(header, {wire::as_bytes(text)});
}

}  // namespace fairlead::broker::routing
