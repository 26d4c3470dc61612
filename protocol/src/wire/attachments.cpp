// SPDX-License-Identifier: MIT
//
// attachments — copy the table, check that everything inline is really there.
#include <fairlead/vocabulary/copy_once.hpp>
#include <fairlead/wire/attachments.hpp>

namespace fairlead::wire {

result<attached_payload> attached_payload::parse(std::span<const std::byte> payload) noexcept {
    attachment_head head;
    if (payload.size() < sizeof head) return wire_errc::bad_attachments;
    copy_once(&head, payload.data(), sizeof head);
    if (head.count > attachments_max) return wire_errc::bad_attachments;
    const auto table_bytes = head.count * sizeof(attachment_ref);
    if (payload.size() - sizeof head < table_bytes) return wire_errc::bad_attachments;

    attached_payload parsed;
    parsed.count_ = head.count;
    if (head.count != 0) copy_once(parsed.table_.data(), payload.data() + sizeof head, table_bytes);
    parsed.body_ = payload.subspan(sizeof head + table_bytes);
    if (head.json_bytes > parsed.body_.size()) return wire_errc::bad_attachments;
    parsed.json_ = parsed.body_.first(head.json_bytes);

    std::uint64_t left = parsed.body_.size() - head.json_bytes;
    for (auto const& one : parsed.table()) {
        if (one.reserved != 0) return wire_errc::bad_attachments;
        if (one.blob != no_blob) continue;
        if (one.bytes > left) return wire_errc::bad_attachments;
        left -= one.bytes;
    }
    if (left != 0) return wire_errc::bad_attachments;
    return parsed;
}

std::span<const std::byte> attached_payload::inline_bytes(std::size_t index) const noexcept {
    if (index >= count_ || table_[index].blob != no_blob) return {};
    std::size_t before = json_.size();
    for (std::size_t i = 0; i < index; ++i)
        if (table_[i].blob == no_blob) before += static_cast<std::size_t>(table_[i].bytes);
    return body_.subspan(before, static_cast<std::size_t>(table_[index].bytes));
}

}  // namespace fairlead::wire
