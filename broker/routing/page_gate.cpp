// SPDX-License-Identifier: MIT
//
// page_gate — text that does not parse is answered, too: by the callback it names, else by a log
// frame that the host shows to whoever develops the page.
#include "broker/routing/page_gate.hpp"

#include <fairlead/wire/frame_codec.hpp>

#include <fmt/core.h>

namespace fairlead::broker::routing {

using wire::as_bytes;

namespace {

constexpr std::uint16_t error_level = 5;  // Of 1 trace … 6 fatal.

void complain(peer& to, request_id request, std::string_view text) {
    wire::frame_header header;
    header.kind = wire::frame_kind::log;
    header.code = error_level;
    header.request = request;
    // A host that does not even take this is cut by the next answer it does not take.
    to.sink.try_push(header, {as_bytes(text)});
}

}  // namespace

void page_gate::on_invoke(peer& speaker, wire::frame_view const& frame, time_point now) {
    const bool is_page = speaker.role == wire::peer_role::page;
    if (!is_page && speaker.role != wire::peer_role::host)
        return speaker.sink.cut(errc::protocol_error,
                                "only hosts and pages may send invoke frames");
    // A page is the generation that it was granted for, whatever it says.
    asker from{&speaker, frame.header.request, true,
               is_page ? speaker.papers.page : static_cast<generation>(frame.header.aux)};
    from.takes_progress = (frame.header.flags & wire::frame_flag::takes_progress) != 0;
    from.takes_items = (frame.header.flags & wire::frame_flag::takes_items) != 0;
    const auto said = parser_.parse(frame.payload);
    if (auto const* fault = std::get_if<invoke_fault>(&said)) return on_fault(from, *fault);

    auto const& good = std::get<invocation>(said);
    switch (good.kind) {
        case invoke_kind::call:
            from.callback_id = good.callback_id;
            return calls_.on_invoke(from, good.name, as_bytes(good.args), now);
        case invoke_kind::event:
            if (!wire::is_valid_name(good.name))
                return complain(speaker, from.request,
                                fmt::format("event name '{}': a topic is 1 to 512 bytes of UTF-8 "
                                            "without line feed",
                                            good.name.substr(0, 80)));
            if (!events_.emit(speaker, good.name, as_bytes(good.args), now))
                complain(speaker, from.request, "topics under 'fairlead/' are the broker's own");
            return;
        case invoke_kind::unlisten: return;  // Who subscribed knows which topics are wanted.
    }
}

void page_gate::on_fault(asker from, invoke_fault const& fault) {
    if (!fault.callback_id) return complain(*from.who, from.request, fault.text);
    from.callback_id = *fault.callback_id;
    home_.error(from, no_route, errc::protocol_error, fault.text);
}

void page_gate::on_forget(peer& host, wire::frame_view const& frame, time_point now) {
    if (host.role != wire::peer_role::host)
        return host.sink.cut(errc::protocol_error, "only a host may send forget frames");
    calls_.on_forget(host, static_cast<generation>(frame.header.aux));
    events_.await_page(now);  // The next one.
}

}  // namespace fairlead::broker::routing
