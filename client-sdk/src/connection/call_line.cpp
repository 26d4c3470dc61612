// SPDX-License-Identifier: MIT
//
// call_line — frames with the call's number in them.
#include "connection_core.hpp"

#include <fairlead/wire/frame_codec.hpp>

namespace fairlead::client {
namespace {

wire::frame_header header_of(wire::frame_kind kind, request_id request,
                             wire::stream_id stream = wire::result_stream) {
    wire::frame_header header;
    header.kind = kind;
    header.request = request;
    wire::set_stream(header, stream);
    return header;
}

}  // namespace

std::optional<std::uint64_t> call_line::item(wire::stream_id stream, std::string_view json,
                                             std::span<const bytes> attachments,
                                             bool reader_takes_binary) const {
    const auto core = core_.lock();
    if (!core) return std::nullopt;
    auto header = header_of(wire::frame_kind::item, request_, stream);
    return core->outlet().post_item(header, json, attachments, reader_takes_binary);
}

void call_line::end(wire::stream_id stream, failure const* why) const {
    const auto core = core_.lock();
    if (!core) return;
    auto header = header_of(wire::frame_kind::item, request_, stream);
    header.flags = wire::frame_flag::last;
    if (why == nullptr) return static_cast<void>(core->outlet().post(header, {}));
    header.code = static_cast<std::uint16_t>(why->code);
    header.aux = why->message.size();
    core->outlet().post(header, {wire::as_bytes(why->message), wire::as_bytes(why->data)});
}

void call_line::credit(stream_credit const& more) const {
    const auto core = core_.lock();
    if (!core) return;
    auto header = header_of(wire::frame_kind::credit, request_, more.stream);
    if (more.last) header.flags = wire::frame_flag::last;
    header.aux = more.bytes;
    core->outlet().post(header, {});
}

void call_line::progress(std::string_view json) const {
    if (const auto core = core_.lock())
        core->outlet().post(header_of(wire::frame_kind::progress, request_),
                            {wire::as_bytes(json)});
}

}  // namespace fairlead::client
