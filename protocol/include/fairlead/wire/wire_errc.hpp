// SPDX-License-Identifier: MIT
//
// wire_errc — how bytes from a peer can be wrong. Each ends the session that sent them.
#pragma once

#include <boost/system/error_code.hpp>

namespace fairlead::wire {

enum class wire_errc {
    truncated = 1,        ///< The frame ends before its header or payload does.
    length_mismatch,      ///< The header's length is not that of the record it came in.
    unknown_kind,         ///< No such frame kind in this version.
    unknown_flags,        ///< A flag that this version does not define.
    payload_too_large,    ///< Above payload_bytes_max, or a fragment above its own bound.
    bad_name,             ///< A name that is empty, too long, or not such a text.
    bad_attachments,      ///< The table of attachments does not fit the payload.
    bad_fragment,         ///< A fragment out of sequence.
    bad_magic,            ///< The control socket does not speak our protocol.
    bad_control_message,  ///< A control message that does not parse.
    unexpected_message,   ///< Well formed, but not allowed in this state.
    unsupported_version,  ///< No protocol version in common.
    refused,              ///< The broker said no; the reason travels beside this code.
};

boost::system::error_category const& wire_category() noexcept;

inline boost::system::error_code make_error_code(wire_errc code) noexcept {
    return {static_cast<int>(code), wire_category()};
}

}  // namespace fairlead::wire

template <>
struct boost::system::is_error_code_enum<fairlead::wire::wire_errc> : std::true_type {};
