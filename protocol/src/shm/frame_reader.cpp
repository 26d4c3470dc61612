// SPDX-License-Identifier: MIT
//
// frame_reader — fragments of one message are contiguous, so one buffer is enough.
#include <fairlead/shm/frame_reader.hpp>
#include <fairlead/wire/limits.hpp>

#include <utility>

namespace fairlead::shm {
namespace {

/// One buffer for all readers of a thread. Fresh pages cost several times the copying (16 MiB: 45
/// ms against 3), and one for every peer that once sent much would in time be most of the process.
thread_local std::vector<std::byte> spare;
constexpr std::size_t spare_bytes_max = 32u << 20;

}  // namespace

result<std::optional<wire::frame_view>> frame_reader::join(wire::frame_view frame) {
    using wire::frame_flag::more;
    const bool is_fragment = frame.header.kind == wire::frame_kind::fragment;
    const bool goes_on = (frame.header.flags & more) != 0;

    if (is_fragment != joining_) return wire::wire_errc::bad_fragment;
    if (!joining_) {
        joined_header_ = frame.header;
        joined_ = std::exchange(spare, std::vector<std::byte>{});
        joining_ = true;
    }
    if (frame.payload.size() > wire::payload_bytes_max - joined_.size())
        return wire::wire_errc::payload_too_large;
    joined_.insert(joined_.end(), frame.payload.begin(), frame.payload.end());
    if (goes_on) return std::nullopt;

    joining_ = false;
    joined_header_.payload_bytes = static_cast<std::uint32_t>(joined_.size());
    joined_header_.flags = static_cast<std::uint8_t>(joined_header_.flags & ~more);
    return std::optional{wire::frame_view{joined_header_, joined_}};
}

void frame_reader::spare_joined() noexcept {
    auto done = std::exchange(joined_, std::vector<std::byte>{});
    done.clear();
    if (done.capacity() > spare.capacity() && done.capacity() <= spare_bytes_max) spare.swap(done);
}

}  // namespace fairlead::shm
