// SPDX-License-Identifier: MIT
//
// attached_frame — a payload with attachments on its way from its owner to one reader: the numbers
// in its table become the reader's, everything behind the table is copied as it is.
#pragma once

#include "broker/routing/blob_ledger.hpp"

#include <span>

namespace fairlead::broker::routing {

enum class attached_push {
    accepted,
    full,         ///< The reader does not read fast enough.
    too_large,    ///< With the table it is above payload_bytes_max.
    gone,         ///< The reader is ending.
    broken,       ///< The owner named what it does not have.
    reader_busy,  ///< The reader takes no descriptor now.
};

/// `header` gets the flag. Unless accepted, nothing is lent, and the owner is still to be told.
attached_push push_attached(blob_ledger& blobs, peer& owner, peer& reader,
                            wire::frame_header& header, wire::attached_payload& parts);

/// Of what is attached, what does not lie in the payload itself.
inline std::uint64_t bytes_beside(wire::attached_payload const& parts) noexcept {
    std::uint64_t bytes = 0;
    for (auto const& one : parts.table())
        if (one.blob != wire::no_blob) bytes += one.bytes;
    return bytes;
}

/// Nobody will read what that payload names: its owner may use the memory again.
void return_attached(blob_ledger& blobs, peer& owner, std::span<const std::byte> payload);

}  // namespace fairlead::broker::routing
