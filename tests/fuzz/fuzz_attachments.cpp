// SPDX-License-Identifier: MIT
//
// fuzz_attachments — a binary payload of any bytes: refused, or parts that lie in it, side by side.
#include "tests/fuzz/input.hpp"

#include <fairlead/wire/attachments.hpp>

using namespace fairlead;
using namespace fairlead::wire;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    const auto payload = fuzz::input{data, size}.rest();
    const auto parsed = attached_payload::parse(payload);
    if (!parsed) {
        FAIRLEAD_ASSERT(parsed.error() == wire_errc::bad_attachments);
        return 0;
    }
    FAIRLEAD_ASSERT(parsed->table().size() <= attachments_max);
    FAIRLEAD_ASSERT(parsed->body().data() + parsed->body().size() ==
                    payload.data() + payload.size());

    // JSON first, then each inline attachment where the one before it ended, to the last byte.
    auto const* next = parsed->body().data();
    FAIRLEAD_ASSERT(parsed->json().data() == next);
    fuzz::touch(parsed->json());
    next += parsed->json().size();
    for (std::size_t i = 0; i < parsed->table().size(); ++i) {
        const auto bytes = parsed->inline_bytes(i);
        if (parsed->table()[i].blob != no_blob) {
            FAIRLEAD_ASSERT(bytes.empty());
            continue;
        }
        FAIRLEAD_ASSERT(bytes.size() == parsed->table()[i].bytes);
        FAIRLEAD_ASSERT(bytes.data() == next);
        fuzz::touch(bytes);
        next += bytes.size();
    }
    FAIRLEAD_ASSERT(next == payload.data() + payload.size());
    return 0;
}
