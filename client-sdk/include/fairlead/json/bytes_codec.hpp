// SPDX-License-Identifier: MIT
//
// bytes_codec — fairlead::bytes in JSON: {"$bytes":n} beside attachment n, or a base64 string;
// std::vector<std::byte>: always a base64 string.
//
// Attachments travel beside the text, so a codec needs to know where they are: attachment_scope
// says so for this thread while one payload is read or written.
#pragma once

#include <fairlead/bytes.hpp>
#include <fairlead/json/codec.hpp>

#include <span>
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
    static void read(value& from, bytes& to);
    static void write(std::string& to, bytes const& from);
    static std::string type_name() { return "Uint8Array"; }
};

/// Always base64, as Go's []byte: for front ends that were written for Wails.
template <>
struct codec<std::vector<std::byte>> {
    static void read(value& from, std::vector<std::byte>& to) {
        bytes data;
        codec<bytes>::read(from, data);
        to.assign(data.span().begin(), data.span().end());
    }
    static void write(std::string& to, std::vector<std::byte> const& from) {
        (to += '"').append(to_base64(from)) += '"';
    }
    static std::string type_name() { return "string"; }
};

}  // namespace fairlead::json
