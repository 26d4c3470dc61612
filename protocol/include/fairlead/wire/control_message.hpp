// SPDX-License-Identifier: MIT
//
// control_message — what travels on the control socket: the greeting, descriptors, and why it ends.
// All traffic between those is in the rings.
#pragma once

#include <fairlead/vocabulary/errc.hpp>
#include <fairlead/vocabulary/ids.hpp>
#include <fairlead/wire/attachments.hpp>
#include <fairlead/wire/version.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace fairlead::wire {

/// What a peer wants to be. Each has its own rights; see broker/admission.
enum class peer_role : std::uint8_t {
    tool = 1,  ///< Asks and listens: the command line, a benchmark.
    plugin,    ///< Offers methods.
    host,      ///< Shows the window, vouches for its pages.
    page,      ///< A document in a host's window. Never greets: its host asks for its channel.
};

std::string_view to_text(peer_role role) noexcept;

/// peer → broker, first.
struct hello {
    version_range versions = supported_versions;
    peer_role role = peer_role::tool;
    std::string name;   ///< Who it says it is; a valid name.
    std::string token;  ///< Proof for peers that the broker or the launcher started; else empty.
};

/// broker → peer; two descriptors come with it: the segment, and the peer's end of the doorbell.
struct welcome {
    std::uint16_t version = 1;
    session_id session{};
    std::uint32_t ring_bytes = 0;  ///< Of each of the two rings.
    std::string app;
};

/// broker → peer instead of welcome, or either way later: the session ends, and why.
struct farewell {
    errc code = errc::protocol_error;
    std::string reason;
};

/// Either way, with one descriptor: memory that frames will name from now on
/// (wire/attachments.hpp).
struct blob_offer {
    blob_id blob = no_blob;
    std::uint64_t bytes = 0;
};

/// host → broker: that document gets a channel of its own. The host vouches for both fields.
struct page_request {
    generation page{};
    std::string origin;  ///< A valid origin.
};

/// broker → host, with the descriptors of handshake/page_grant.hpp: the page is admitted.
struct page_grant {
    generation page{};
    session_id session{};
    std::uint32_t ring_bytes = 0;  ///< Of each of the two rings.
};

/// broker → host: the page gets none, and why.
struct page_refusal {
    generation page{};
    std::string reason;
};

/// An origin is 1 … origin_bytes_max printable ASCII characters without spaces.
bool is_valid_origin(std::string_view origin) noexcept;

using control_message =
    std::variant<hello, welcome, farewell, blob_offer, page_request, page_grant, page_refusal>;

}  // namespace fairlead::wire
