// SPDX-License-Identifier: MIT
//
// bytes_codec — fairlead::bytes in JSON: {"$bytes":n} beside attachment n, or a base64 string;
// vectors, arrays and spans of std::byte: always a base64 string, as Go's []byte.
//
// Attachments travel beside the text, so a codec needs to know where they are: attachment_scope
// says so for this thread while one payload is read or written.
#pragma once

#include <fairlead/bytes.hpp>
#include <fairlead/json/codec/base.hpp>

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace fairlead::json {

class attachment_scope {
public:
    /// Reading: `{"$bytes":n}` means `given[n]`. Writing: bytes go into `collected`; null: base64.
    attachment_scope(std::span<const bytes> given, std::vector<bytes>* collected) noexcept;
    ~attachment_scope();
    attachment_scope(attachment_scope const&) = delete;
    attachment_scope& operator=(attachment_scope const&) = delete;

    static attachment_scope const* of_this_thread() noexcept;
    std::span<const bytes> given() const noexcept { return given_; }
    std::vector<bytes>* collected() const noexcept { return collected_; }

private:
    std::span<const bytes> given_;
    std::vector<bytes>* collected_;
    attachment_scope const* before_;
};

std::string to_base64(std::span<const std::byte> data);
/// Throws bad_value.
bytes from_base64(std::string_view text);

template <>
struct codec<bytes> {
    static constexpr auto kinds = kinds_among(kind::string, kind::object);
    static void read(value& from, bytes& to);
    static void write(std::string& to, bytes const& from);
    static std::string describe(catalogue&) { return R"("bytes")"; }
};

/// Always written as base64, for front ends that were written for Wails; what a page sends as
/// binary is read, too.
struct base64_codec {
    static constexpr auto kinds = kinds_among(kind::string);
    static bytes read_bytes(value& from) {
        bytes data;
        codec<bytes>::read(from, data);
        return data;
    }
    static void write(std::string& to, std::span<const std::byte> from) {
        (to += '"').append(to_base64(from)) += '"';
    }
    static std::string describe(catalogue&) { return R"("base64")"; }
};

template <>
struct codec<std::vector<std::byte>> : base64_codec {
    static void read(value& from, std::vector<std::byte>& to) {
        const auto data = read_bytes(from);
        to.assign(data.span().begin(), data.span().end());
    }
};

template <std::size_t N>
struct codec<std::array<std::byte, N>> : base64_codec {
    static void read(value& from, std::array<std::byte, N>& to) {
        const auto data = read_bytes(from);
        if (data.size() != N)
            throw bad_value{"expected " + std::to_string(N) + " bytes, got " +
                            std::to_string(data.size())};
        std::ranges::copy(data.span(), to.begin());
    }
};

template <std::size_t N>
struct codec<std::span<std::byte, N>> : base64_codec {};
template <std::size_t N>
struct codec<std::span<std::byte const, N>> : base64_codec {};

}  // namespace fairlead::json
