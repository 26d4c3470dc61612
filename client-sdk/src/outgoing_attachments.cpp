// SPDX-License-Identifier: MIT
//
// outgoing_attachments — a small attachment costs one copy into the ring, a large one none or one.
#include "outgoing_attachments.hpp"

#include <fairlead/vocabulary/assert.hpp>

#include <cstring>

namespace fairlead::client {

outgoing_attachments::outgoing_attachments(std::string_view json,
                                           std::span<const bytes> attachments,
                                           std::shared_ptr<shm::blob_pool> const& pool)
    : pool_{pool}, json_bytes_{json.size()} {
    FAIRLEAD_ASSERT(attachments.size() <= wire::attachments_max);
    entries_.reserve(attachments.size());
    for (auto const& one : attachments) {
        entry next{one};
        if (one.size() >= shm::blob_knee_bytes) {
            if (one.loan() == nullptr || !one.loan()->belongs_to(*pool_)) {
                byte_buffer copy{one.size(), pool_};
                std::memcpy(copy.data(), one.data(), one.size());
                next.data = std::move(copy);
            }
            if (auto const* loan = next.data.loan()) {
                next.blob = loan->id();
                if (const auto news = pool_->lend(next.blob))
                    unannounced_.emplace_back(next.blob, *news);
            }
        }
        entries_.push_back(std::move(next));
    }
}

outgoing_attachments::~outgoing_attachments() {
    if (sent_) return;
    for (auto const& one : entries_)
        if (one.blob != wire::no_blob) pool_->unlend(one.blob, true);
}

void outgoing_attachments::keep_inline(wire::blob_id id) {
    for (auto& one : entries_) {
        if (one.blob != id) continue;
        pool_->unlend(id, false);
        one.blob = wire::no_blob;
    }
}

std::span<const std::byte> outgoing_attachments::head() const {
    const wire::attachment_head counts{static_cast<std::uint32_t>(json_bytes_),
                                       static_cast<std::uint32_t>(entries_.size())};
    std::memcpy(head_.data(), &counts, sizeof counts);
    std::size_t at = sizeof counts;
    for (auto const& one : entries_) {
        const wire::attachment_ref ref{one.blob, 0, one.data.size()};
        std::memcpy(head_.data() + at, &ref, sizeof ref);
        at += sizeof ref;
    }
    return std::span<const std::byte>{head_}.first(at);
}

std::span<const std::byte> outgoing_attachments::inline_bytes() {
    std::size_t count = 0;
    entry const* only = nullptr;
    for (auto const& one : entries_)
        if (one.blob == wire::no_blob) {
            ++count;
            only = &one;
        }
    if (count == 0) return {};
    if (count == 1) return only->data.span();
    joined_.clear();
    for (auto const& one : entries_)
        if (one.blob == wire::no_blob)
            joined_.insert(joined_.end(), one.data.span().begin(), one.data.span().end());
    return joined_;
}

}  // namespace fairlead::client
