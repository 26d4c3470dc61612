// SPDX-License-Identifier: MIT
//
// attachments — copy the table, check that everything inline is really there.
#include <fairlead/vocabulary/copy_once.hpp>
#include <fairlead/wire/attachments.hpp>

namespace fairlead::wire {

result<attached_payload> attached_payload::parse(std::span<const std::byte> payload) noexcept {
    boost::system::error_code failed;
    result<attached_payload> parsed{boost::system::in_place_value, payload, failed};
    if (failed) parsed = failed;
    return parsed;
}

boost::system::error_code attached_payload::take(std::span<const std::byte> payload) noexcept {
    attachment_head head;
    if (payload.size() < sizeof head) return wire_errc::bad_attachments;
    copy_once(&head, payload.data(), sizeof head);
    if (head.count > attachments_max) return wire_errc::bad_attachments;
    const auto table_bytes = head.count * sizeof(attachment_ref);
    if (payload.size() - sizeof head < table_bytes) return wire_errc::bad_attachments;

    count_ = head.count;
    // One by one: a copy of known size is two moves, one of unknown size a call.
    for (std::size_t i = 0; i < count_; ++i)
        copy_once(&table_[i], payload.data() + sizeof head + i * sizeof(attachment_ref),
                  sizeof(attachment_ref));
    body_ = payload.subspan(sizeof head + table_bytes);
    if (head.json_bytes > body_.size()) return wire_errc::bad_attachments;
    json_ = body_.first(head.json_bytes);

    std::uint64_t left = body_.size() - head.json_bytes;
    for (auto const& one : table()) {
        if (one.reserved != 0) return wire_errc::bad_attachments;
        if (one.blob != no_blob) continue;
        if (one.bytes > left) return wire_errc::bad_attachments;
        left -= one.bytes;
    }
    if (left != 0) return wire_errc::bad_attachments;
    return {};
}

std::span<const std::byte> attached_payload::inline_bytes(std::size_t index) const noexcept {
    if (index >= count_ || table_[index].blob != no_blob) return {};
    std::size_t before = json_.size();
    for (std::size_t i = 0; i < index; ++i)
        if (table_[i].blob == no_blob) before += static_cast<std::size_t>(table_[i].bytes);
    return body_.subspan(before, static_cast<std::size_t>(table_[index].bytes));
}

}  // namespace fairlead::wire
