// SPDX-License-Identifier: MIT
//
// frame_codec — span in, frame_view or error out; and the two payload shapes that frames share: a
// leading name, and an error's message and data. Pure: no I/O, no allocation.
#pragma once

#include <fairlead/vocabulary/errc.hpp>
#include <fairlead/vocabulary/result.hpp>
#include <fairlead/wire/frame.hpp>
#include <fairlead/wire/wire_errc.hpp>

#include <algorithm>
#include <array>
#include <string_view>

namespace fairlead::wire {

/// Checks one ring record. The header is copied before it is judged.
result<frame_view> parse_frame(std::span<const std::byte> record) noexcept;

/// Of a method or a topic: 1 … name_bytes_max bytes of UTF-8 without line feed and NUL. A page may
/// call its events anything.
bool is_valid_name(std::string_view name) noexcept;

/// Of a peer or an app: 1 … name_bytes_max printable ASCII characters without spaces.
bool is_valid_peer_name(std::string_view name) noexcept;

/// What stands behind flag `named`: copied out of shared memory before it is checked.
class named_payload {
public:
    static result<named_payload> parse(std::span<const std::byte> payload) noexcept;

    named_payload(named_payload const& other) noexcept  // Only as much as the name is long.
        : name_bytes_{other.name_bytes_}, rest_{other.rest_} {
        std::copy_n(other.name_.begin(), name_bytes_, name_.begin());
    }
    named_payload& operator=(named_payload const&) = delete;

    std::string_view name() const noexcept { return {name_.data(), name_bytes_}; }
    std::span<const std::byte> rest() const noexcept { return rest_; }

private:
    named_payload() noexcept = default;
    std::array<char, 512> name_;
    std::size_t name_bytes_ = 0;
    std::span<const std::byte> rest_;
};

/// The two bytes that go before a name.
std::array<std::byte, 2> encode_name_length(std::string_view name) noexcept;

/// Message and data of an error frame. Views into the payload.
struct error_body {
    std::string_view message;
    std::string_view data;  ///< JSON, or empty.
};
error_body parse_error_body(frame_header const& header,
                            std::span<const std::byte> payload) noexcept;

inline std::span<const std::byte> as_bytes(std::string_view text) noexcept {
    return {reinterpret_cast<std::byte const*>(text.data()), text.size()};
}
inline std::string_view as_text(std::span<const std::byte> bytes) noexcept {
    return {reinterpret_cast<char const*>(bytes.data()), bytes.size()};
}

}  // namespace fairlead::wire
