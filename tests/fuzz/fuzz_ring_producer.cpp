// SPDX-License-Identifier: MIT
//
// fuzz_ring_producer — a hostile consumer: any read index at any time. The producer must never be
// given a claim outside of its ring.
#include "tests/fuzz/input.hpp"

#include <fairlead/shm/ring.hpp>

#include <memory>

using namespace fairlead;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    fuzz::input from{data, size};
    const auto ring_bytes = std::size_t{64} << from.number<std::uint8_t>() % 5;
    const auto memory = std::make_unique<std::byte[]>(ring_bytes);
    const auto control = std::make_unique<shm::ring_control>();
    shm::ring_producer producer{*control, {memory.get(), ring_bytes}};

    while (!from.is_empty()) {
        switch (from.number<std::uint8_t>() % 6) {
            case 0:
            case 1: {
                const auto bytes = from.number<std::uint16_t>() % (producer.record_bytes_max() + 1);
                const auto claim = producer.try_claim(bytes);
                if (!claim || !*claim) break;
                FAIRLEAD_ASSERT((*claim)->size() == bytes);
                FAIRLEAD_ASSERT((*claim)->data() >= memory.get() + 8);
                FAIRLEAD_ASSERT((*claim)->data() + bytes <= memory.get() + ring_bytes);
                std::ranges::fill(**claim, std::byte{0xee});
                if (from.number<std::uint8_t>() % 4 != 0) producer.commit();
                break;
            }
            case 2: static_cast<void>(producer.publish()); break;
            case 3: static_cast<void>(producer.wait_for_room()); break;
            case 4: control->read += 8 * std::uint64_t{from.number<std::uint8_t>()}; break;
            case 5: control->read = from.number<std::uint64_t>(); break;
        }
    }
    return 0;
}
