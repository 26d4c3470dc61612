// SPDX-License-Identifier: MIT
//
// control_codec — control messages to and from the bytes of a stream.
//
//   u32 body bytes | u8 type | body      type: 1 hello, 2 welcome, 3 farewell, 4 blob offer,
//                                              5 page request, 6 page grant, 7 page refusal
#pragma once

#include <fairlead/vocabulary/result.hpp>
#include <fairlead/wire/control_message.hpp>
#include <fairlead/wire/wire_errc.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace fairlead::wire {

/// Texts longer than their field allows are cut, never refused: a farewell must get out. (Half an
/// origin is another origin: whoever asks for a page checks is_valid_origin() first.)
std::vector<std::byte> encode(control_message const& message);

struct decoded_control {
    control_message message;
    std::size_t consumed;  ///< Bytes of the stream that it took.
};

/// How many bytes to read next: those up to the end of the prefix, then those up to the end of the
/// first message. 0 when it is complete.
std::size_t missing_bytes(std::span<const std::byte> stream) noexcept;

/// The first message of the stream; nothing when more bytes are needed.
result<std::optional<decoded_control>> decode_control(std::span<const std::byte> stream);

}  // namespace fairlead::wire
