// SPDX-License-Identifier: MIT
//
// attachment_reader — the attachments of frames that arrive: inline ones are copied, blobs are
// mapped once and released when the last `bytes` that shows them goes.
#pragma once

#include <fairlead/bytes.hpp>
#include <fairlead/shm/blob_map.hpp>
#include <fairlead/wire/attachments.hpp>
#include <fairlead/wire/control_message.hpp>

#include <functional>
#include <vector>

namespace fairlead::client {

class attachment_reader {
public:
    using releaser = std::function<void(wire::blob_id)>;
    using make_releaser = releaser (*)(void* context);

    boost::system::error_code offered(wire::blob_offer const& offer, unique_fd fd) {
        return blobs_.add(offer.blob, std::move(fd), static_cast<std::size_t>(offer.bytes));
    }
    /// Its owner is gone; whoever still reads it keeps it mapped.
    void withdrawn(wire::blob_id id) noexcept { blobs_.remove(id); }
    bool knows(wire::blob_id id) const noexcept { return blobs_.find(id) != nullptr; }

    /// Appends them to `all`. Each blob among them is released once, from any thread, at any time,
    /// by a releaser that is only made if there is one.
    result<void> read(wire::attached_payload const& payload, std::vector<bytes>& all,
                      make_releaser make, void* context);

private:
    shm::blob_map blobs_;
};

}  // namespace fairlead::client
