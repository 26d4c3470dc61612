// SPDX-License-Identifier: MIT
//
// frame_reader — fragments of one message are contiguous, so one buffer is enough.
#include <fairlead/shm/frame_reader.hpp>
#include <fairlead/wire/limits.hpp>

namespace fairlead::shm {
namespace {

/// What a reader keeps allocated between large messages.
constexpr std::size_t kept_bytes_max = 1u << 20;

}  // namespace

result<std::optional<wire::frame_view>> frame_reader::join(wire::frame_view frame) {
    using wire::frame_flag::more;
    const bool is_fragment = frame.header.kind == wire::frame_kind::fragment;
    const bool goes_on = (frame.header.flags & more) != 0;

    if (is_fragment != joining_) return wire::wire_errc::bad_fragment;
    if (!joining_) {
        if (!goes_on) return std::optional{frame};
        joined_header_ = frame.header;
        if (joined_.capacity() > kept_bytes_max) joined_ = {};
        joined_.clear();
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

}  // namespace fairlead::shm
