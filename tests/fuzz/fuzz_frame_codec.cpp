// SPDX-License-Identifier: MIT
//
// fuzz_frame_codec — one ring record of any bytes: refused, or a frame that keeps its promises.
#include "tests/fuzz/input.hpp"

#include <fairlead/wire/frame_codec.hpp>
#include <fairlead/wire/limits.hpp>

using namespace fairlead;
using namespace fairlead::wire;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    const auto record = fuzz::input{data, size}.rest();
    const auto frame = parse_frame(record);
    if (!frame) {
        FAIRLEAD_ASSERT(frame.error().category() == wire_category());
        return 0;
    }
    auto const& header = frame->header;
    FAIRLEAD_ASSERT(header.payload_bytes == frame->payload.size());
    FAIRLEAD_ASSERT(header.payload_bytes <= fragment_bytes_max);
    FAIRLEAD_ASSERT(header.kind >= frame_kind::fragment && header.kind <= frame_kind_last);
    FAIRLEAD_ASSERT((header.flags & ~frame_flag::all) == 0);
    FAIRLEAD_ASSERT(sizeof header + frame->payload.size() == record.size());
    fuzz::touch(frame->payload);

    // What the flags and the kind say is left to the receiver; each must be safe on any payload.
    const auto error = parse_error_body(header, frame->payload);
    FAIRLEAD_ASSERT(error.message.size() + error.data.size() == frame->payload.size());
    fuzz::touch(as_bytes(error.message));
    fuzz::touch(as_bytes(error.data));

    if (const auto named = named_payload::parse(frame->payload)) {
        FAIRLEAD_ASSERT(is_valid_name(named->name()));
        FAIRLEAD_ASSERT(encode_name_length(named->name()).size() + named->name().size() +
                            named->rest().size() ==
                        frame->payload.size());
        fuzz::touch(named->rest());
    }
    return 0;
}
