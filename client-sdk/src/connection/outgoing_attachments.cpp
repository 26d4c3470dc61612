// SPDX-License-Identifier: MIT
//
// outgoing_attachments — a small attachment costs one copy into the ring, a large one none or one.
#include "outgoing_attachments.hpp"

#include <fairlead/vocabulary/assert.hpp>
#include <fairlead/wire/streams.hpp>

#include <cstring>

namespace fairlead::client {

outgoing_attachments::outgoing_attachments(std::string_view json,
                                           std::span<const bytes> attachments,
                                           std::shared_ptr<shm::blob_pool> const& pool)
    : pool_{pool}, given_{attachments}, json_bytes_{json.size()} {
    FAIRLEAD_ASSERT(attachments.size() <= wire::attachments_max);
    for (std::size_t i = 0; i < given_.size(); ++i) {
        auto const& one = given_[i];
        if (one.size() < shm::blob_knee_bytes) continue;
        auto const* loan = one.loan();
        if (loan == nullptr || !loan->belongs_to(*pool_)) {
            byte_buffer copy{one.size(), pool_};
            std::memcpy(copy.data(), one.data(), one.size());
            loan = copies_.emplace_back(std::move(copy)).loan();
        }
        if (loan == nullptr) continue;
        blobs_[i] = loan->id();
        if (const auto news = pool_->lend(blobs_[i])) unannounced_.emplace_back(blobs_[i], *news);
    }
}

outgoing_attachments::~outgoing_attachments() {
    if (sent_) return;
    for (std::size_t i = 0; i < given_.size(); ++i)
        if (blobs_[i] != wire::no_blob) pool_->unlend(blobs_[i], true);
}

void outgoing_attachments::keep_inline(wire::blob_id id) {
    for (std::size_t i = 0; i < given_.size(); ++i) {
        if (blobs_[i] != id) continue;
        pool_->unlend(id, false);
        blobs_[i] = wire::no_blob;
    }
}

std::span<const std::byte> outgoing_attachments::head() const {
    const wire::attachment_head counts{static_cast<std::uint32_t>(json_bytes_),
                                       static_cast<std::uint32_t>(given_.size())};
    std::memcpy(head_.data(), &counts, sizeof counts);
    std::size_t at = sizeof counts;
    for (std::size_t i = 0; i < given_.size(); ++i) {
        const wire::attachment_ref ref{blobs_[i], 0, given_[i].size()};
        std::memcpy(head_.data() + at, &ref, sizeof ref);
        at += sizeof ref;
    }
    return std::span<const std::byte>{head_}.first(at);
}

std::span<const std::byte> outgoing_attachments::inline_bytes() {
    std::size_t count = 0;
    std::span<const std::byte> only;
    for (std::size_t i = 0; i < given_.size(); ++i)
        if (blobs_[i] == wire::no_blob) {
            ++count;
            only = given_[i].span();
        }
    if (count <= 1) return only;
    joined_.clear();
    for (std::size_t i = 0; i < given_.size(); ++i)
        if (blobs_[i] == wire::no_blob)
            joined_.insert(joined_.end(), given_[i].span().begin(), given_[i].span().end());
    return joined_;
}

std::uint64_t outgoing_attachments::item_cost() {
    auto cost = wire::item_cost(head().size() + json_bytes_ + inline_bytes().size());
    for (std::size_t i = 0; i < given_.size(); ++i)
        if (blobs_[i] != wire::no_blob) cost += given_[i].size();
    return cost;
}

}  // namespace fairlead::client
