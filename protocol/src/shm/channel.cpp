// SPDX-License-Identifier: MIT
//
// channel — where the rings lie in a segment, or in two.
#include <fairlead/shm/channel.hpp>
#include <fairlead/shm/shm_errc.hpp>
#include <fairlead/vocabulary/assert.hpp>
#include <fairlead/wire/limits.hpp>

namespace fairlead::shm {
namespace {

using boost::interprocess::mapped_region;

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

std::size_t up_bytes(std::size_t ring_bytes) noexcept { return control_bytes + ring_bytes; }

}  // namespace

result<page_memory> page_memory::create(std::size_t ring_bytes) {
    auto up = segment::create(up_bytes(ring_bytes));
    if (!up) return up.error();
    auto down = segment::create(ring_bytes, sealing::size_and_writing);
    if (!down) return down.error();
    return page_memory{std::move(*up), std::move(*down)};
}

std::size_t channel::segment_bytes(std::size_t ring_bytes) noexcept {
    return control_bytes + 2 * ring_bytes;
}

std::unique_ptr<channel> channel::over(segment memory, doorbell bell, std::size_t ring_bytes,
                                       side which) {
    FAIRLEAD_ASSERT(memory.bytes().size() == segment_bytes(ring_bytes));
    const ring_producer out{control(memory, outbound(which)),
                            data(memory, outbound(which), ring_bytes)};
    const ring_consumer in{control(memory, inbound(which)),
                           data(memory, inbound(which), ring_bytes)};
    return std::unique_ptr<channel>{
        new channel{std::move(memory), mapped_region{}, std::move(bell), out, in}};
}

std::unique_ptr<channel> channel::over(page_memory memory, doorbell bell) {
    const auto ring_bytes = memory.down.bytes().size();
    FAIRLEAD_ASSERT(memory.up.bytes().size() == up_bytes(ring_bytes));
    const ring_producer out{control(memory.up, ring_to_peer), memory.down.bytes()};
    const ring_consumer in{control(memory.up, ring_to_broker),
                           data(memory.up, ring_to_broker, ring_bytes)};
    return std::unique_ptr<channel>{new channel{
        std::move(memory.up), std::move(memory.down).take_region(), std::move(bell), out, in}};
}

result<std::unique_ptr<channel>> channel::open_page(page_ends ends, std::size_t ring_bytes) {
    if (!wire::is_ring_size(ring_bytes)) return shm_errc::wrong_size;
    auto up = segment::open(std::move(ends.up), up_bytes(ring_bytes));
    if (!up) return up.error();
    auto down = segment::open_to_read(ends.down, ring_bytes, sealing::size_and_writing);
    if (!down) return down.error();
    const std::span down_bytes{static_cast<std::byte const*>(down->get_address()), ring_bytes};
    const ring_producer out{control(*up, ring_to_broker), data(*up, ring_to_broker, ring_bytes)};
    const ring_consumer in{control(*up, ring_to_peer), down_bytes};
    return std::unique_ptr<channel>{
        new channel{std::move(*up), std::move(*down), doorbell{std::move(ends.bell)}, out, in}};
}

channel::channel(segment memory, mapped_region down, doorbell bell, ring_producer out,
                 ring_consumer in)
    : memory_{std::move(memory)}, down_{std::move(down)}, bell_{std::move(bell)},
      out_{out, bell_, wire::overflow_bytes_max}, in_{in, bell_} {}

}  // namespace fairlead::shm
