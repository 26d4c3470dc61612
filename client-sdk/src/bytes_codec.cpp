// SPDX-License-Identifier: MIT
//
// bytes_codec — base64 (RFC 4648, section 4) is for those who cannot take binary.
#include <fairlead/json/bytes_codec.hpp>
#include <fairlead/json/codec/numbers.hpp>
#include <fairlead/wire/attachments.hpp>

#include <array>

namespace fairlead::json {
namespace {

constexpr std::string_view alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr auto values = [] {
    std::array<std::int8_t, 256> all{};
    all.fill(-1);
    for (std::size_t i = 0; i < alphabet.size(); ++i)
        all[static_cast<unsigned char>(alphabet[i])] = static_cast<std::int8_t>(i);
    return all;
}();

thread_local attachment_scope const* current = nullptr;

}  // namespace

attachment_scope::attachment_scope(std::span<const bytes> given,
                                   std::vector<bytes>* collected) noexcept
    : given_{given}, collected_{collected}, before_{std::exchange(current, this)} {}
attachment_scope::~attachment_scope() { current = before_; }
attachment_scope const* attachment_scope::of_this_thread() noexcept { return current; }

std::string to_base64(std::span<const std::byte> data) {
    std::string text;
    text.reserve((data.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < data.size(); i += 3) {
        const auto left = data.size() - i;
        const auto at = [&](std::size_t n) {
            return n < left ? std::to_integer<std::uint32_t>(data[i + n]) : 0u;
        };
        const auto group = at(0) << 16 | at(1) << 8 | at(2);
        text += alphabet[group >> 18];
        text += alphabet[group >> 12 & 63];
        text += left > 1 ? alphabet[group >> 6 & 63] : '=';
        text += left > 2 ? alphabet[group & 63] : '=';
    }
    return text;
}

bytes from_base64(std::string_view text) {
    if (text.size() % 4 != 0) throw bad_value{"expected base64, got a text of another length"};
    std::size_t padding = 0;
    if (text.ends_with("==")) padding = 2;
    else if (text.ends_with('=')) padding = 1;
    byte_buffer data{text.size() / 4 * 3 - padding};
    std::size_t done = 0;
    for (std::size_t i = 0; i < text.size(); i += 4) {
        std::uint32_t group = 0;
        for (std::size_t n = 0; n < 4; ++n) {
            const bool padded = i + n >= text.size() - padding;
            const auto digit = padded ? 0 : values[static_cast<unsigned char>(text[i + n])];
            if (digit < 0) throw bad_value{"expected base64, got another character"};
            group = group << 6 | static_cast<std::uint32_t>(digit);
        }
        for (unsigned shift = 16; done < data.size() && shift <= 16; shift -= 8)
            data.data()[done++] = static_cast<std::byte>(group >> shift);
    }
    return data;
}

void codec<bytes>::read(value& from, bytes& to) {
    if (from.kind() == kind::string) {
        to = from_base64(from.string());
        return;
    }
    if (from.kind() != kind::object) from.mismatch("bytes");
    std::int64_t number = -1;
    from.each_member([&](std::string_view key, value& member) {
        if (key == "$bytes") number = member.integer(0);
    });
    if (number < 0) throw bad_value{"expected bytes, got an object without \"$bytes\""};
    auto const* scope = attachment_scope::of_this_thread();
    if (scope == nullptr || static_cast<std::size_t>(number) >= scope->given().size())
        throw bad_value{"there is no attachment " + std::to_string(number)};
    to = scope->given()[static_cast<std::size_t>(number)];
}

void codec<bytes>::write(std::string& to, bytes const& from) {
    auto const* scope = attachment_scope::of_this_thread();
    auto* collected = scope != nullptr ? scope->collected() : nullptr;
    if (collected == nullptr || collected->size() == wire::attachments_max) {
        to += '"';
        to += to_base64(from.span());
        to += '"';
        return;
    }
    to += "{\"$bytes\":";
    append_number(to, std::uint64_t{collected->size()});
    to += '}';
    collected->push_back(from);
}

}  // namespace fairlead::json
