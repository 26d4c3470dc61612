// SPDX-License-Identifier: MIT
//
// call_streams — an item costs one look-up, one subtraction and one copy.
#include "broker/routing/call_streams.hpp"
#include "broker/routing/attached_frame.hpp"

#include <fairlead/wire/frame_codec.hpp>

#include <fmt/core.h>

namespace fairlead::broker::routing {
namespace {

bool has(wire::frame_view const& frame, std::uint8_t flag) noexcept {
    return (frame.header.flags & flag) != 0;
}

}  // namespace

std::string no_bytes(peer const& reader, std::string_view name) {
    return fmt::format("{} has no channel of its own: '{}' takes no bytes, but base64",
                       describe(reader), name);
}

void call_streams::on_item(peer& source, wire::frame_view const& frame) {
    const auto stream = wire::stream_of(frame.header);
    const bool of_result = stream == wire::result_stream;
    if (!of_result && !wire::is_argument_stream(stream))
        return source.sink.cut(errc::protocol_error, "an item of a stream that cannot be");
    auto const* owed = of_result ? pending_.find(frame.header.request, source)
                                 : pending_.find_asked(source, frame.header.request);
    if (owed == nullptr) return drop(source, frame);

    std::optional<wire::attached_payload> parts;
    auto cost = wire::item_cost(frame.payload.size());
    if (has(frame, wire::frame_flag::binary)) {
        boost::system::error_code failed;
        parts.emplace(frame.payload, failed);
        if (failed)
            return source.sink.cut(errc::protocol_error,
                                   "an item's attachments are not what it says");
        cost = wire::item_cost(frame.payload.size(), parts->table());
    }
    if (const auto broken = judge(*owed, frame, cost)) {
        // A host is not to blame for what it passes on for its page.
        const bool is_own = of_result ? !source.by_messages : !hears_texts(owed->to);
        if (broken->cuts && is_own) return source.sink.cut(errc::protocol_error, broken->text);
        end(*owed, errc::protocol_error, fmt::format("{} {}", describe(source), broken->text));
        return drop(source, frame);
    }
    if (pending_.windows_of(*owed).of(stream).unwanted) return drop(source, frame);
    pass_on(*owed, source, frame, parts ? &*parts : nullptr, cost);
}

std::optional<call_streams::offence> call_streams::judge(debt const& owed,
                                                         wire::frame_view const& frame,
                                                         std::uint64_t cost) {
    const auto stream = wire::stream_of(frame.header);
    const bool last = has(frame, wire::frame_flag::last);
    if (stream == wire::result_stream) {
        if (!owed.to.takes_items) return offence{"sent an item to a call that takes none", false};
        if (has(frame, wire::frame_flag::binary) && !owed.to.takes_binary)
            return offence{"sent a binary item to a call that does not take it", false};
        if (last) return offence{"a stream of results ends with the result, not with an item"};
    }
    auto& state = pending_.windows_of(owed).of(stream);
    if (state.ended)
        return offence{fmt::format("an item of '{}' behind the end of its stream",
                                   names_.text_of(owed.route))};
    if (last) {
        if (has(frame, wire::frame_flag::binary))
            return offence{"the end of a stream has no attachments"};
        state.ended = true;
        return std::nullopt;
    }
    if (!state.window.is_open())
        return offence{fmt::format("an item of '{}' beyond the window that its reader has opened",
                                   names_.text_of(owed.route))};
    state.window.spend(cost);
    return std::nullopt;
}

push_result call_streams::push_to_asker(asker const& to, wire::frame_header header,
                                        std::span<const std::byte> payload, std::uint64_t cost) {
    if (!hears_texts(to)) {
        header.request = to.request;
        return to.who->sink.try_push(header, {payload});
    }
    const auto text = news_.of_asked(header, wire::as_text(payload), cost, to.callback_id);
    header = {};
    header.kind = wire::frame_kind::callback;
    header.request = to.invoked;
    header.aux = raw(to.page);
    return to.who->sink.try_push(header, {wire::as_bytes(text)});
}

void call_streams::pass_on(debt const& owed, peer& source, wire::frame_view const& frame,
                           wire::attached_payload* parts, std::uint64_t cost) {
    const bool of_result = wire::stream_of(frame.header) == wire::result_stream;
    auto& reader = of_result ? *owed.to.who : *owed.from;
    wire::frame_header header;
    header.kind = wire::frame_kind::item;
    header.flags = frame.header.flags & wire::frame_flag::last;
    header.code = frame.header.code;
    header.request = of_result ? owed.to.request : owed.id;
    header.route = frame.header.route;
    header.aux = frame.header.aux;  // At the end of an argument stream, a message's length.

    auto outcome = attached_push::accepted;
    if (parts != nullptr) {
        outcome = reader.by_messages ? attached_push::reader_busy
                                     : push_attached(blobs_, source, reader, header, *parts);
    } else {
        switch (of_result ? push_to_asker(owed.to, header, frame.payload, cost)
                          : reader.sink.try_push(header, {frame.payload})) {
            case push_result::accepted: break;
            case push_result::full: outcome = attached_push::full; break;
            case push_result::too_large: outcome = attached_push::too_large; break;
            case push_result::gone: outcome = attached_push::gone; break;
        }
    }
    switch (outcome) {
        case attached_push::accepted:
            ++counters_.items;
            if (home_.ear() != nullptr) [[unlikely]]
                home_.ear()->on_item(owed, raw(frame.header.route),
                                     {frame.payload, parts != nullptr});
            return;
        case attached_push::broken:
            return source.sink.cut(errc::protocol_error,
                                   "an item's attachments are not what it says");
        case attached_push::gone: break;  // The end of its session settles the call.
        case attached_push::too_large:
            end(owed, errc::too_large,
                fmt::format("an item of '{}' is too large to be sent on",
                            names_.text_of(owed.route)));
            break;
        case attached_push::full:
        case attached_push::reader_busy:
            if (reader.by_messages && parts != nullptr) {
                end(owed, errc::bad_arguments, no_bytes(reader, names_.text_of(owed.route)));
                break;
            }
            // Never silently less: who reads the stream learns that it is not whole.
            end(owed, errc::overloaded,
                fmt::format("{} does not take the items of '{}': {}", describe(reader),
                            names_.text_of(owed.route), reader.sink.backlog()));
            break;
    }
    drop(source, frame);
}

void call_streams::on_credit(peer& reader, wire::frame_view const& frame) {
    const auto stream = wire::stream_of(frame.header);
    const bool of_result = stream == wire::result_stream;
    if (!of_result && !wire::is_argument_stream(stream))
        return reader.sink.cut(errc::protocol_error, "credit for a stream that cannot be");
    auto const* owed = of_result ? pending_.find_asked(reader, frame.header.request)
                                 : pending_.find(frame.header.request, reader);
    if (owed == nullptr || (of_result && !owed->to.takes_items)) return;  // It is settled.
    if (hears_texts(owed->to) && !owed->to.takes_items) return;           // It knows answers alone.

    auto& state = pending_.windows_of(*owed).of(stream);
    const bool unwanted = !of_result && has(frame, wire::frame_flag::last);
    state.unwanted |= unwanted;
    state.window.open(frame.header.aux);
    if (state.ended) return;

    wire::frame_header header;
    header.kind = wire::frame_kind::credit;
    header.flags = unwanted ? wire::frame_flag::last : std::uint8_t{0};
    header.request = of_result ? owed->id : owed->to.request;
    header.route = frame.header.route;
    header.aux = frame.header.aux;
    auto& source = of_result ? *owed->from : *owed->to.who;
    const auto outcome =
        of_result ? source.sink.try_push(header, {}) : push_to_asker(owed->to, header, {}, 0);
    if (outcome == push_result::full)
        end(*owed, errc::overloaded,
            fmt::format("{} does not read what it is told about '{}': {}", describe(source),
                        names_.text_of(owed->route), source.sink.backlog()));
}

void call_streams::on_progress(peer& provider, wire::frame_view const& frame) {
    if (has(frame, wire::frame_flag::binary))
        return provider.sink.cut(errc::protocol_error, "progress has no attachments");
    auto const* owed = pending_.find(frame.header.request, provider);
    if (owed == nullptr) return ++counters_.late_items, void();
    if (!owed->to.takes_progress) return;
    wire::frame_header header;
    header.kind = wire::frame_kind::progress;
    header.request = owed->to.request;
    // Beyond all routes, which are the keys of events.
    const auto key = 0x8000'0000u | static_cast<std::uint32_t>(raw(owed->id));
    auto& to = *owed->to.who;
    if (!hears_texts(owed->to)) return void(to.sink.push_latest(header, {frame.payload}, key));
    const auto text = news_.of_asked(header, wire::as_text(frame.payload), 0, owed->to.callback_id);
    header.kind = wire::frame_kind::callback;
    header.request = owed->to.invoked;
    header.aux = raw(owed->to.page);
    to.sink.push_latest(header, {wire::as_bytes(text)}, key);
}

void call_streams::drop(peer& source, wire::frame_view const& frame) {
    ++counters_.late_items;
    if (has(frame, wire::frame_flag::binary)) return_attached(blobs_, source, frame.payload);
}

void call_streams::end(debt const& owed, errc code, std::string const& text) {
    // A copy: home_ may reuse what it points to.
    const auto settled = *pending_.take(owed.id, *owed.from);
    answers::take_back(settled);
    home_.error(settled.to, settled.route, code, text);
}

}  // namespace fairlead::broker::routing
