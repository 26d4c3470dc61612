// SPDX-License-Identifier: MIT
//
// blob_ledger — who owns which blob, who may read it, and who must be told when it is read. The
// broker forwards numbers and, once for each reader, a descriptor; it never maps a blob.
//
// Numbers belong to a pair of peers: what the owner calls 3 may be 7 to its reader.
#pragma once

#include "broker/routing/peer.hpp"

#include <fairlead/vocabulary/unique_fd.hpp>
#include <fairlead/wire/attachments.hpp>

#include <span>
#include <unordered_map>
#include <vector>

namespace fairlead::broker::routing {

class blob_ledger {
public:
    /// `owner` will name this blob in frames. False: it breaks a bound or a number is used twice.
    bool on_offer(peer& owner, wire::blob_id id, unique_fd fd, std::uint64_t bytes);

    enum class lending {
        done,
        unknown_blob,  ///< The owner never offered it, or names more bytes than it has.
        reader_busy,   ///< The reader does not take descriptors now; nothing is lent.
    };
    /// Rewrites a table of `owner`'s numbers into `reader`'s.
    lending lend(peer& owner, peer& reader, std::span<wire::attachment_ref> table);

    /// The frame with this table (of the reader's numbers) was not pushed after all.
    void unlend(peer& reader, std::span<const wire::attachment_ref> table);

    /// A frame with this table (of the owner's numbers) reached nobody: the owner may use them
    /// again.
    void return_unread(peer& owner, std::span<const wire::attachment_ref> table);

    /// `reader` has read one frame's worth of what it calls `id`. False: it had none.
    bool on_release(peer& reader, wire::blob_id id);

    void on_gone(peer& who);

private:
    struct blob {
        unique_fd fd;
        std::uint64_t bytes = 0;
    };
    struct shown {
        peer* owner = nullptr;  // Null once it is gone.
        wire::blob_id theirs = wire::no_blob;
        std::uint32_t lent = 0;
    };
    struct books {
        std::unordered_map<wire::blob_id, blob> owned;
        std::vector<shown> read;  // Number id - 1.
        std::unordered_map<peer const*, std::unordered_map<wire::blob_id, wire::blob_id>> known;
    };
    wire::blob_id number_for(peer& owner, blob const& what, wire::blob_id theirs, peer& reader);
    static void give_back(peer& owner, wire::blob_id id);

    std::unordered_map<peer*, books> books_;
};

}  // namespace fairlead::broker::routing
