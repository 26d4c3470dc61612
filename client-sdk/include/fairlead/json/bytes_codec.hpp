// SPDX-License-Identifier: MIT
//
// bytes_codec — fairlead::bytes in JSON: {"$bytes":n} beside attachment n, or a base64 string.
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

}  // namespace fairlead::json
