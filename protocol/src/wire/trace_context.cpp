// SPDX-License-Identifier: MIT
//
// trace_context — hexadecimal digits, small ones alone; ids of zeros are none.
#include <fairlead/wire/trace_context.hpp>

#include <algorithm>
#include <cstring>

namespace fairlead::wire {
namespace {

constexpr std::string_view digits = "0123456789abcdef";
constexpr std::size_t version_at = 0, trace_at = 3, span_at = 36, flags_at = 53, text_bytes = 55;

bool read_hex(std::string_view text, std::span<std::uint8_t> into) noexcept {
    for (std::size_t i = 0; i < into.size(); ++i) {
        const auto high = digits.find(text[2 * i]);
        const auto low = digits.find(text[2 * i + 1]);
        if (high == std::string_view::npos || low == std::string_view::npos) return false;
        into[i] = static_cast<std::uint8_t>(high << 4 | low);
    }
    return true;
}

void append_hex(std::string& to, std::span<const std::uint8_t> bytes) {
    for (const auto one : bytes) {
        to += digits[one >> 4];
        to += digits[one & 15];
    }
}

bool is_zero(std::span<const std::uint8_t> bytes) noexcept {
    return std::ranges::all_of(bytes, [](auto one) { return one == 0; });
}

}  // namespace

bool trace_context::has_ids() const noexcept { return !is_zero(trace) && !is_zero(span); }

std::optional<trace_context> trace_context::parse(std::string_view traceparent) noexcept {
    if (traceparent.size() < text_bytes || traceparent[trace_at - 1] != '-' ||
        traceparent[span_at - 1] != '-' || traceparent[flags_at - 1] != '-')
        return std::nullopt;
    std::uint8_t version = 0;
    trace_context made;
    if (!read_hex(traceparent.substr(version_at), {&version, 1}) ||
        !read_hex(traceparent.substr(trace_at), made.trace) ||
        !read_hex(traceparent.substr(span_at), made.span) ||
        !read_hex(traceparent.substr(flags_at), {&made.flags, 1}))
        return std::nullopt;
    const bool has_more = traceparent.size() > text_bytes;
    // Version 0 has nothing behind the flags; what a later one has begins with a dash.
    if (version == 0xff || (has_more && (version == 0 || traceparent[text_bytes] != '-')))
        return std::nullopt;
    if (!made.has_ids()) return std::nullopt;
    return made;
}

std::string trace_context::to_text() const {
    std::string text{"00-"};
    append_hex(text, trace);
    text += '-';
    append_hex(text, span);
    text += '-';
    append_hex(text, {&flags, 1});
    return text;
}

std::optional<trace_context> trace_context::parse(std::span<const std::byte> payload) noexcept {
    if (payload.size() != payload_bytes) return std::nullopt;
    trace_context made;
    std::memcpy(made.trace.data(), payload.data(), made.trace.size());
    std::memcpy(made.span.data(), payload.data() + made.trace.size(), made.span.size());
    made.flags = std::to_integer<std::uint8_t>(payload[made.trace.size() + made.span.size()]);
    if (!made.has_ids()) return std::nullopt;
    return made;
}

std::array<std::byte, trace_context::payload_bytes> trace_context::to_payload() const noexcept {
    std::array<std::byte, payload_bytes> payload{};
    std::memcpy(payload.data(), trace.data(), trace.size());
    std::memcpy(payload.data() + trace.size(), span.data(), span.size());
    payload[trace.size() + span.size()] = std::byte{flags};
    return payload;
}

trace_context trace_context::child(std::uint64_t random) const noexcept {
    auto made = *this;
    if (random == 0) random = 1;  // Zeros are no id.
    std::memcpy(made.span.data(), &random, sizeof random);
    return made;
}

}  // namespace fairlead::wire
