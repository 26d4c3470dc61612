// SPDX-License-Identifier: MIT
//
// attached_frame — lend, push, and take back what was not pushed.
#include "broker/routing/attached_frame.hpp"

namespace fairlead::broker::routing {

attached_push push_attached(blob_ledger& blobs, peer& owner, peer& reader,
                            wire::frame_header& header, wire::attached_payload& parts) {
    switch (blobs.lend(owner, reader, parts.table())) {
        case blob_ledger::lending::done: break;
        case blob_ledger::lending::unknown_blob: return attached_push::broken;
        case blob_ledger::lending::reader_busy: return attached_push::reader_busy;
    }
    header.flags |= wire::frame_flag::binary;
    const wire::attachment_head head{static_cast<std::uint32_t>(parts.json().size()),
                                     static_cast<std::uint32_t>(parts.table().size())};
    const auto outcome = reader.sink.try_push(
        header, {std::as_bytes(std::span{&head, 1}), std::as_bytes(parts.table()), parts.body()});
    // Given and taken back: the number stays known.
    if (outcome != push_result::accepted) blobs.unlend(reader, parts.table());
    switch (outcome) {
        case push_result::accepted:
            if (const auto bytes = bytes_beside(parts); bytes > 0) {
                if (owner.row != nullptr) owner.row->bytes_in.add(bytes);
                if (reader.row != nullptr) reader.row->bytes_out.add(bytes);
            }
            break;
        case push_result::full: return attached_push::full;
        case push_result::too_large: return attached_push::too_large;
        case push_result::gone: return attached_push::gone;
    }
    return attached_push::accepted;
}

void return_attached(blob_ledger& blobs, peer& owner, std::span<const std::byte> payload) {
    if (const auto parts = wire::attached_payload::parse(payload))
        blobs.return_unread(owner, parts->table());
}

}  // namespace fairlead::broker::routing
