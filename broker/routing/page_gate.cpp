// SPDX-License-Identifier: MIT
//
// page_gate — text that does not parse is answered, too: by the callback it names, else by a log
// frame that the host shows to whoever develops the page.
#include "broker/routing/page_gate.hpp"

#include "broker/routing/simple_answers.hpp"

#include <fairlead/wire/frame_codec.hpp>

#include <fmt/core.h>

#include <algorithm>

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

/// By what a host's call is found again, when its page names it by its callback. Never a number
/// that a peer counts to.
request_id number_of(generation page, std::string_view callback_id) {
    const auto mixed =
        std::hash<std::string_view>{}(callback_id) ^ (raw(page) * 0x9e37'79b9'7f4a'7c15);
    return request_id{mixed | std::uint64_t{1} << 63};
}

/// A frame as a peer would have sent it. The views of `said` outlive it.
struct said_frame {
    wire::frame_header header;
    std::string payload;

    wire::frame_view view() {
        header.payload_bytes = static_cast<std::uint32_t>(payload.size());
        return {header, as_bytes(payload)};
    }
};

said_frame frame_of(live_saying const& said, wire::frame_kind kind) {
    said_frame frame;
    frame.header.kind = kind;
    frame.header.request = said.request;
    wire::set_stream(frame.header, said.stream);
    frame.header.aux = said.number;
    if (said.last || said.kind == live_kind::end) frame.header.flags = wire::frame_flag::last;
    if (said.code) {
        frame.header.code = static_cast<std::uint16_t>(*said.code);
        frame.header.aux = said.message.size();
        frame.payload = said.message;
    }
    frame.payload += said.json;
    return frame;
}

said_frame named_frame(live_saying const& said, wire::frame_kind kind) {
    auto frame = frame_of(said, kind);
    frame.header.flags |= wire::frame_flag::named;
    frame.header.request = request_id{1};  // Answered before the next.
    const auto length = wire::encode_name_length(said.name);
    frame.payload.assign(wire::as_text(length)).append(said.name);
    return frame;
}

said_frame error_frame(live_fault const& fault) {
    said_frame frame;
    frame.header.kind = wire::frame_kind::error;
    frame.header.request = fault.request;
    frame.header.code = static_cast<std::uint16_t>(errc::protocol_error);
    frame.header.aux = fault.text.size();
    frame.payload = fault.text;
    return frame;
}

wire::frame_kind kind_of(live_kind kind) noexcept {
    switch (kind) {
        case live_kind::take_back: return wire::frame_kind::cancel;
        case live_kind::item:
        case live_kind::end: return wire::frame_kind::item;
        case live_kind::credit: return wire::frame_kind::credit;
        case live_kind::offer: return wire::frame_kind::offer;
        case live_kind::withdraw: return wire::frame_kind::withdraw;
        case live_kind::result: return wire::frame_kind::result;
        case live_kind::error: return wire::frame_kind::error;
        case live_kind::progress: break;
    }
    return wire::frame_kind::progress;
}

}  // namespace

/// `Ohttps://docs.example.org`: from now on the host speaks for a page of that origin; `O`: for the
/// app's own.
void page_gate::on_origin(peer& host, std::string_view said) {
    // Copied first: the sender may still write to it.
    std::string next{said.substr(0, wire::origin_bytes_max)};
    if (next == host.papers.origin) return;
    if (!next.empty() && origin_of(next) != next)
        return host.sink.cut(errc::protocol_error, "it shows a page of an origin that is none");
    if (host.permits) policy::gate::close(*host.permits, describe(host));
    host.papers.origin = std::move(next);
    host.permits = gate_.book_for(identity_of(host));
}

void page_gate::on_live(peer& host, wire::frame_view const& frame, time_point now) {
    const auto parsed = live_parser_.parse(frame.payload);
    if (auto const* fault = std::get_if<live_fault>(&parsed))
        return on_live_fault(host, frame.header, *fault, now);
    auto const& said = std::get<live_saying>(parsed);
    const auto page = static_cast<generation>(frame.header.aux);
    const bool is_asked = said.callback_id && said.name.empty();
    if (is_asked) say_of_asked(host, page, said);
    else say_as_page(host, page, said, now);
}

/// What was meant is lost, so the call that it was about cannot go on: it ends, and says why.
void page_gate::on_live_fault(peer& host, wire::frame_header const& header, live_fault const& fault,
                              time_point now) {
    complain(host, header.request, fault.text);
    const auto page = static_cast<generation>(header.aux);
    if (fault.request != no_request)
        return say_(page_of(host, page).self(), error_frame(fault).view(), now);
    if (!fault.callback_id) return;
    if (fault.kind != live_kind::offer && fault.kind != live_kind::withdraw)
        return calls_.break_off(host, number_of(page, *fault.callback_id), errc::protocol_error,
                                fault.text);
    auto& as = page_of(host, page);
    as.answer_to(*fault.callback_id);
    answer_error(as.self(), request_id{1}, errc::bad_arguments, fault.text);
}

/// Along a call of the page, which is one of its host's.
void page_gate::say_of_asked(peer& host, generation page, live_saying const& said) {
    auto frame = frame_of(said, kind_of(said.kind));
    frame.header.request = number_of(page, *said.callback_id);
    switch (said.kind) {
        case live_kind::take_back: return calls_.on_cancel(host, frame.header.request);
        case live_kind::credit: return calls_.streams().on_credit(host, frame.view());
        default: return calls_.streams().on_item(host, frame.view());
    }
}

void page_gate::say_as_page(peer& host, generation page, live_saying const& said, time_point now) {
    auto& as = page_of(host, page);
    if (!said.callback_id) return say_(as.self(), frame_of(said, kind_of(said.kind)).view(), now);
    as.answer_to(*said.callback_id);
    if (wire::is_valid_name(said.name))
        return say_(as.self(), named_frame(said, kind_of(said.kind)).view(), now);
    answer_error(as.self(), request_id{1}, errc::bad_arguments,
                 "a name is 1 to 512 bytes of UTF-8 without line feed");
}

message_page& page_gate::page_of(peer& host, generation page) {
    auto& place = pages_[{&host, page}];
    if (!place) {
        place = std::make_unique<message_page>(host, page, limits_);
        auto& self = place->self();
        self.permits = gate_.book_for(identity_of(self));
    }
    return *place;
}

void page_gate::on_gone(peer& host, time_point now) {
    const auto first = pages_.lower_bound({&host, generation{}});
    auto last = first;
    for (; last != pages_.end() && last->first.first == &host; ++last)
        end_(last->second->self(), now);
    pages_.erase(first, last);
}

void page_gate::on_invoke(peer& speaker, wire::frame_view const& frame, time_point now) {
    const bool is_page = speaker.role == wire::peer_role::page;
    if (!is_page && speaker.role != wire::peer_role::host)
        return speaker.sink.cut(errc::protocol_error,
                                "only hosts and pages may send invoke frames");
    if (const auto said = wire::as_text(frame.payload); !is_page && said.starts_with('O'))
        return on_origin(speaker, said.substr(1));
    if (live_parser::is_live(frame.payload)) {
        if (!is_page) return on_live(speaker, frame, now);
        return complain(speaker, frame.header.request,
                        "a page with a channel sends frames for that");
    }
    // A page is the generation that it was granted for, whatever it says.
    asker from{&speaker, frame.header.request, true,
               is_page ? speaker.papers.page : static_cast<generation>(frame.header.aux)};
    from.invoked = frame.header.request;
    from.takes_progress = (frame.header.flags & wire::frame_flag::takes_progress) != 0;
    from.takes_items = (frame.header.flags & wire::frame_flag::takes_items) != 0;
    from.times_itself = (frame.header.flags & wire::frame_flag::traced) != 0;
    const auto said = parser_.parse(frame.payload);
    if (auto const* fault = std::get_if<invoke_fault>(&said)) return on_fault(from, *fault);

    auto const& good = std::get<invocation>(said);
    switch (good.kind) {
        case invoke_kind::call:
            from.callback_id = good.callback_id;
            if (!is_page) from.request = number_of(from.page, good.callback_id);
            return calls_.on_invoke(from, good.name, as_bytes(good.args), now,
                                    good.context ? &*good.context : nullptr);
        case invoke_kind::event:
            if (!wire::is_valid_name(good.name))
                return complain(speaker, from.request,
                                fmt::format("event name '{}': a topic is 1 to 512 bytes of UTF-8 "
                                            "without line feed",
                                            good.name.substr(0, 80)));
            if (const auto why = events_.emit(speaker, good.name, as_bytes(good.args), now);
                !why.empty())
                complain(speaker, from.request, why);
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
    const auto page = static_cast<generation>(frame.header.aux);
    calls_.on_forget(host, page);
    if (const auto found = pages_.find({&host, page}); found != pages_.end()) {
        auto& gone = found->second->self();
        end_(gone, now);
        // Names stay: who loads its page for ever must not use up the table.
        host.use.set(resource::names,
                     std::max(host.use.used(resource::names), gone.use.used(resource::names)));
        pages_.erase(found);
    }
    events_.await_page(now);  // The next one.
}

}  // namespace fairlead::broker::routing
