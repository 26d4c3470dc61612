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

    boost::system::error_code offered(wire::blob_offer const& offer, unique_fd fd) {
        return blobs_.add(offer.blob, std::move(fd), static_cast<std::size_t>(offer.bytes));
    }
    /// Its owner is gone; whoever still reads it keeps it mapped.
    void withdrawn(wire::blob_id id) noexcept { blobs_.remove(id); }
    bool knows(wire::blob_id id) const noexcept { return blobs_.find(id) != nullptr; }

    /// Each blob among them is released once by `release`, from any thread, at any time.
    result<std::vector<bytes>> read(wire::attached_payload const& payload, releaser const& release);

private:
    shm::blob_map blobs_;
};

}  // namespace fairlead::client
