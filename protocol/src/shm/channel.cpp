// SPDX-License-Identifier: MIT
//
// channel — where the rings lie in a segment.
#include <fairlead/shm/channel.hpp>
#include <fairlead/vocabulary/assert.hpp>
#include <fairlead/wire/limits.hpp>

namespace fairlead::shm {
namespace {

constexpr std::size_t control_bytes = 4096;  // A page, so that the rings begin on one.
static_assert(2 * sizeof(ring_control) <= control_bytes);

/// memfd pages are zero, and zero is each atomic's first value; lock-free atomics may be used in
/// place on memory that was not constructed by us (the broker and the peer cannot both construct).
ring_control& control(segment const& memory, std::size_t which) {
    return *reinterpret_cast<ring_control*>(memory.bytes().data() + which * sizeof(ring_control));
}

std::span<std::byte> data(segment const& memory, std::size_t which, std::size_t ring_bytes) {
    return memory.bytes().subspan(control_bytes + which * ring_bytes, ring_bytes);
}

constexpr std::size_t ring_to_broker = 0;
constexpr std::size_t ring_to_peer = 1;

constexpr std::size_t outbound(side which) {
    return which == side::peer ? ring_to_broker : ring_to_peer;
}
constexpr std::size_t inbound(side which) {
    return which == side::peer ? ring_to_peer : ring_to_broker;
}

}  // namespace

std::size_t channel::segment_bytes(std::size_t ring_bytes) noexcept {
    return control_bytes + 2 * ring_bytes;
}

std::unique_ptr<channel> channel::over(segment memory, doorbell bell, std::size_t ring_bytes,
                                       side which) {
    FAIRLEAD_ASSERT(memory.bytes().size() == segment_bytes(ring_bytes));
    return std::unique_ptr<channel>{
        new channel{std::move(memory), std::move(bell), ring_bytes, which}};
}

channel::channel(segment memory, doorbell bell, std::size_t ring_bytes, side which)
    : memory_{std::move(memory)}, bell_{std::move(bell)},
      out_{ring_producer{control(memory_, outbound(which)),
                         data(memory_, outbound(which), ring_bytes)},
           bell_, wire::overflow_bytes_max},
      in_{ring_consumer{control(memory_, inbound(which)),
                        data(memory_, inbound(which), ring_bytes)},
          bell_} {}

}  // namespace fairlead::shm
