// SPDX-License-Identifier: MIT
//
// fuzz_broker_handshake — a peer that says anything, as often as it likes: it is asked for once,
// and nobody comes in whom admission did not let in.
#include "tests/fuzz/input.hpp"

#include <fairlead/handshake/broker_handshake.hpp>
#include <fairlead/wire/control_codec.hpp>
#include <fairlead/wire/frame_codec.hpp>

using namespace fairlead;
using handshake::broker_handshake;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    fuzz::input from{data, size};
    const bool open_door = from.number<std::uint8_t>() % 4 != 0;
    int asked = 0, admitted = 0;
    broker_handshake machine{[&](wire::hello const& hello) -> std::optional<wire::farewell> {
        ++asked;
        FAIRLEAD_ASSERT(wire::is_valid_peer_name(hello.name));
        FAIRLEAD_ASSERT(hello.token.size() <= 64);
        if (open_door) return std::nullopt;
        return wire::farewell{errc::denied, "closed"};
    }};

    auto stream = from.rest();
    for (bool is_first = true;; is_first = false) {
        const auto decoded = wire::decode_control(stream);
        if (!decoded || !*decoded) break;
        stream = stream.subspan((**decoded).consumed);
        const auto answer = machine.on((**decoded).message);
        // Whatever is answered can be sent.
        if (auto const* no = std::get_if<wire::farewell>(&answer)) {
            FAIRLEAD_ASSERT(wire::decode_control(wire::encode(*no)).value().has_value());
            continue;
        }
        auto const& in = std::get<broker_handshake::admitted>(answer);
        FAIRLEAD_ASSERT(is_first && open_door && ++admitted == 1);
        FAIRLEAD_ASSERT(in.version >= wire::supported_versions.lowest);
        FAIRLEAD_ASSERT(in.version <= wire::supported_versions.highest);
        FAIRLEAD_ASSERT(in.version >= in.hello.versions.lowest);
        FAIRLEAD_ASSERT(in.version <= in.hello.versions.highest);
    }
    FAIRLEAD_ASSERT(asked <= 1 && admitted <= asked);
    return 0;
}
