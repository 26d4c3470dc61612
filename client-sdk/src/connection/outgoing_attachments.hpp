// SPDX-License-Identifier: MIT
//
// outgoing_attachments — the table of one frame that is about to be sent: what goes as a blob, what
// goes inline, and what must be undone if the frame is refused.
#pragma once

#include <fairlead/bytes.hpp>
#include <fairlead/shm/blob_pool.hpp>
#include <fairlead/wire/attachments.hpp>

#include <array>
#include <memory>
#include <span>
#include <utility>
#include <vector>

namespace fairlead::client {

class outgoing_attachments {
public:
    /// Large ones that do not lie in `pool` are copied into it; when it is used up they go inline.
    /// At most attachments_max. All three are borrowed.
    outgoing_attachments(std::string_view json, std::span<const bytes> attachments,
                         std::shared_ptr<shm::blob_pool> const& pool);
    /// What was lent for a frame that was not sent is taken back.
    ~outgoing_attachments();
    outgoing_attachments(outgoing_attachments const&) = delete;
    outgoing_attachments& operator=(outgoing_attachments const&) = delete;

    /// Blobs that the broker must be told of before the frame.
    std::span<const std::pair<wire::blob_id, shm::blob_pool::announcement>> unannounced() const {
        return unannounced_;
    }
    /// It could not be told.
    void keep_inline(wire::blob_id id);

    std::span<const std::byte> head() const;
    std::span<const std::byte> inline_bytes();
    void sent() noexcept { sent_ = true; }
    /// Of the frame, if it is an item.
    std::uint64_t item_cost();

private:
    std::shared_ptr<shm::blob_pool> const& pool_;
    std::span<const bytes> given_;
    std::array<wire::blob_id, wire::attachments_max> blobs_{};  // no_blob: it goes inline.
    std::vector<bytes> copies_;                                 // In the pool, of given ones.
    std::vector<std::pair<wire::blob_id, shm::blob_pool::announcement>> unannounced_;
    std::size_t json_bytes_;
    mutable std::array<std::byte, sizeof(wire::attachment_head) +
                                      wire::attachments_max * sizeof(wire::attachment_ref)>
        head_;
    std::vector<std::byte> joined_;  // Inline bytes of more than one attachment.
    bool sent_ = false;
};

}  // namespace fairlead::client
