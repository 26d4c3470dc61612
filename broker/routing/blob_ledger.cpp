// SPDX-License-Identifier: MIT
//
// blob_ledger — in the steady state two look-ups for each blob, and nothing is allocated.
#include "broker/routing/blob_ledger.hpp"

#include <algorithm>
#include <array>

namespace fairlead::broker::routing {

namespace {

bool is_inline(wire::attachment_ref const& one) noexcept { return one.blob == wire::no_blob; }

}  // namespace

bool blob_ledger::on_offer(peer& owner, wire::blob_id id, unique_fd fd, std::uint64_t bytes) {
    auto& mine = books_[&owner];
    if (!owner.use.has_room(resource::blobs) || !owner.use.has_room(resource::blob_bytes, bytes))
        return false;
    if (!mine.owned.try_emplace(id, blob{std::move(fd), bytes}).second) return false;
    owner.use.take(resource::blobs);  // Until it goes: numbers are not used twice.
    owner.use.take(resource::blob_bytes, bytes);
    return true;
}

wire::blob_id blob_ledger::number_for(peer& owner, blob const& what, wire::blob_id theirs,
                                      peer& reader) {
    auto& readers = books_[&reader];
    auto& known = readers.known[&owner];
    if (const auto found = known.find(theirs); found != known.end()) return found->second;
    const auto id = static_cast<wire::blob_id>(readers.read.size() + 1);
    if (!reader.sink.give_blob(id, what.fd.get(), what.bytes)) return wire::no_blob;
    readers.read.push_back({&owner, theirs, 0});
    known.emplace(theirs, id);
    return id;
}

blob_ledger::lending blob_ledger::lend(peer& owner, peer& reader,
                                       std::span<wire::attachment_ref> table) {
    if (std::ranges::all_of(table, is_inline)) return lending::done;
    std::array<wire::blob_id, wire::attachments_max> numbers{};
    for (std::size_t i = 0; i < table.size(); ++i) {
        if (table[i].blob == wire::no_blob) continue;
        auto found = books_[&owner].owned.find(table[i].blob);
        if (found == books_[&owner].owned.end()) {
            // Its descriptor was sent before the frame: it is in the socket.
            owner.sink.fetch_blobs();
            found = books_[&owner].owned.find(table[i].blob);
        }
        if (found == books_[&owner].owned.end() || table[i].bytes > found->second.bytes)
            return lending::unknown_blob;
        // Copied out of the map's reach: the next line may make it grow.
        numbers[i] = number_for(owner, found->second, table[i].blob, reader);
        if (numbers[i] == wire::no_blob) return lending::reader_busy;
    }
    auto& read = books_[&reader].read;
    for (std::size_t i = 0; i < table.size(); ++i) {
        if (table[i].blob == wire::no_blob) continue;
        table[i].blob = numbers[i];
        ++read[raw(numbers[i]) - 1].lent;
    }
    return lending::done;
}

void blob_ledger::unlend(peer& reader, std::span<const wire::attachment_ref> table) {
    if (std::ranges::all_of(table, is_inline)) return;
    auto& read = books_[&reader].read;
    for (auto const& one : table)
        if (one.blob != wire::no_blob) --read[raw(one.blob) - 1].lent;
}

void blob_ledger::give_back(peer& owner, wire::blob_id id) {
    wire::frame_header header;
    header.kind = wire::frame_kind::release;
    header.aux = raw(id);
    // An owner that does not read gets its memory back when it does: it is its own that is used up.
    owner.sink.try_push(header, {});
}

void blob_ledger::return_unread(peer& owner, std::span<const wire::attachment_ref> table) {
    for (auto const& one : table)
        if (one.blob != wire::no_blob) give_back(owner, one.blob);
}

bool blob_ledger::on_release(peer& reader, wire::blob_id id) {
    auto& read = books_[&reader].read;
    if (id == wire::no_blob || raw(id) > read.size()) return false;
    auto& one = read[raw(id) - 1];
    if (one.lent == 0) return false;
    --one.lent;
    if (one.owner != nullptr) give_back(*one.owner, one.theirs);
    return true;
}

void blob_ledger::on_gone(peer& who) {
    for (auto& [other, theirs] : books_) {
        if (other == &who) continue;
        theirs.known.erase(&who);
        for (std::size_t i = 0; i < theirs.read.size(); ++i) {
            auto& one = theirs.read[i];
            if (one.owner != &who) continue;
            one.owner = nullptr;
            // Its mapping in the reader can go once the last frame has been read.
            wire::frame_header header;
            header.kind = wire::frame_kind::withdraw;
            header.aux = i + 1;
            other->sink.try_push(header, {});
        }
    }
    const auto found = books_.find(&who);
    if (found == books_.end()) return;
    for (auto const& one : found->second.read)
        if (one.owner != nullptr && one.owner != &who)
            for (std::uint32_t i = 0; i < one.lent; ++i) give_back(*one.owner, one.theirs);
    books_.erase(found);
}

}  // namespace fairlead::broker::routing
