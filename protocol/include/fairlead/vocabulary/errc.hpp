// SPDX-License-Identifier: MIT
//
// errc — how a call can end other than with a result: the whole list, as a number on the wire and
// as the text that a page, a log and the command line show. docs/PROTOCOL.md has the index.
#pragma once

#include <boost/system/error_code.hpp>

#include <cstdint>
#include <optional>
#include <string_view>

namespace fairlead {

enum class errc : std::uint16_t {
    app_error = 1,        ///< The handler threw; the message is its own.
    no_such_method = 2,   ///< Nobody offers that name.
    bad_arguments = 3,    ///< Count, type or value of an argument does not fit the method.
    denied = 4,           ///< The caller may not do that.
    timeout = 5,          ///< The deadline passed first.
    cancelled = 6,        ///< The caller, or the reload of its page, took the call back.
    overloaded = 7,       ///< A bound was reached; the message names whose.
    backend_gone = 8,     ///< The process that owed the answer has ended.
    too_large = 9,        ///< The payload is above its limit.
    protocol_error = 10,  ///< Somebody broke the rules of the wire.
};

/// "app-error", "no-such-method", …: the spelling for people and pages.
std::string_view to_text(errc code) noexcept;

/// The inverse of to_text; nothing for any other text.
std::optional<errc> errc_from_text(std::string_view text) noexcept;

/// A code read from a peer; anything outside the list is a protocol_error.
errc errc_from_wire(std::uint16_t code) noexcept;

boost::system::error_category const& errc_category() noexcept;

inline boost::system::error_code make_error_code(errc code) noexcept {
    return {static_cast<int>(code), errc_category()};
}

}  // namespace fairlead

template <>
struct boost::system::is_error_code_enum<fairlead::errc> : std::true_type {};
