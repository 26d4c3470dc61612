// SPDX-License-Identifier: MIT
//
// frame_codec — copy, check, then wrap.
#include <fairlead/vocabulary/copy_once.hpp>
#include <fairlead/vocabulary/utf8.hpp>
#include <fairlead/wire/frame_codec.hpp>
#include <fairlead/wire/limits.hpp>

#include <algorithm>
#include <cstring>

namespace fairlead::wire {

result<frame_view> parse_frame(std::span<const std::byte> record) noexcept {
    frame_header header;  // A private copy: the peer may still be writing to the mapping.
    if (record.size() < sizeof header) return wire_errc::truncated;
    copy_once(&header, record.data(), sizeof header);

    if (header.payload_bytes > fragment_bytes_max) return wire_errc::payload_too_large;
    if (header.payload_bytes != record.size() - sizeof header) return wire_errc::length_mismatch;
    if (header.kind < frame_kind::fragment || header.kind > frame_kind_last)
        return wire_errc::unknown_kind;
    if ((header.flags & ~frame_flag::all) != 0) return wire_errc::unknown_flags;
    return frame_view{header, record.subspan(sizeof header)};
}

bool is_valid_name(std::string_view name) noexcept {
    if (name.empty() || name.size() > name_bytes_max) return false;
    bool is_ascii = true;  // As nearly all are, and each event's name is looked at.
    for (const char c : name) {
        if (c == '\n' || c == '\0') return false;
        is_ascii &= static_cast<unsigned char>(c) < 0x80;
    }
    return is_ascii || is_utf8(name);
}

bool is_valid_peer_name(std::string_view name) noexcept {
    if (name.empty() || name.size() > name_bytes_max) return false;
    return std::all_of(name.begin(), name.end(), [](char c) { return c > ' ' && c < 0x7f; });
}

result<named_payload> named_payload::parse(std::span<const std::byte> payload) noexcept {
    std::uint16_t length;
    if (payload.size() < sizeof length) return wire_errc::bad_name;
    copy_once(&length, payload.data(), sizeof length);
    if (length > name_bytes_max || length > payload.size() - sizeof length)
        return wire_errc::bad_name;

    named_payload parsed;
    static_assert(sizeof parsed.name_ == name_bytes_max);
    copy_once(parsed.name_.data(), payload.data() + sizeof length, length);
    parsed.name_bytes_ = length;
    parsed.rest_ = payload.subspan(sizeof length + length);
    if (!is_valid_name(parsed.name())) return wire_errc::bad_name;
    return parsed;
}

std::array<std::byte, 2> encode_name_length(std::string_view name) noexcept {
    const auto length = static_cast<std::uint16_t>(name.size());
    std::array<std::byte, 2> bytes;
    std::memcpy(bytes.data(), &length, sizeof length);
    return bytes;
}

error_body parse_error_body(frame_header const& header,
                            std::span<const std::byte> payload) noexcept {
    const auto text = as_text(payload);
    const auto message_bytes =
        static_cast<std::size_t>(std::min<std::uint64_t>(header.aux, text.size()));
    return {text.substr(0, message_bytes), text.substr(message_bytes)};
}

}  // namespace fairlead::wire
