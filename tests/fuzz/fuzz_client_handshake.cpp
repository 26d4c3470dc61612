// SPDX-License-Identifier: MIT
//
// fuzz_client_handshake — a broker that answers anything, as often as it likes: a peer accepts one
// answer, and only a fair one.
#include "tests/fuzz/input.hpp"

#include <fairlead/handshake/client_handshake.hpp>
#include <fairlead/wire/control_codec.hpp>
#include <fairlead/wire/limits.hpp>

#include <bit>

using namespace fairlead;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    fuzz::input from{data, size};
    wire::hello hello{.name = "fuzzed"};
    hello.versions.lowest = from.number<std::uint8_t>();
    hello.versions.highest = from.number<std::uint8_t>();
    const std::size_t descriptors = from.number<std::uint8_t>() % 5;
    handshake::client_handshake machine{hello};

    int accepted = 0;
    auto stream = from.rest();
    for (bool is_first = true;; is_first = false) {
        const auto decoded = wire::decode_control(stream);
        if (!decoded || !*decoded) return 0;
        stream = stream.subspan((**decoded).consumed);
        const auto judged = machine.on((**decoded).message, descriptors);
        if (!judged) continue;
        FAIRLEAD_ASSERT(is_first && ++accepted == 1);
        auto const* welcome = std::get_if<wire::welcome>(&*judged);
        if (welcome == nullptr) continue;
        FAIRLEAD_ASSERT(descriptors == 2);
        FAIRLEAD_ASSERT(welcome->version >= hello.versions.lowest);
        FAIRLEAD_ASSERT(welcome->version <= hello.versions.highest);
        FAIRLEAD_ASSERT(std::has_single_bit(welcome->ring_bytes));
        FAIRLEAD_ASSERT(welcome->ring_bytes >= wire::ring_bytes_min);
        FAIRLEAD_ASSERT(welcome->ring_bytes <= wire::ring_bytes_max);
    }
}
