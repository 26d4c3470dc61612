// SPDX-License-Identifier: MIT
//
// blob_map — blobs of others, mapped once and found by number.
//
// Read only: whoever may only look cannot be blamed for what its sender finds. The sender can still
// write; copy before you parse.
#pragma once

#include <fairlead/vocabulary/result.hpp>
#include <fairlead/vocabulary/unique_fd.hpp>
#include <fairlead/wire/attachments.hpp>

#include <boost/interprocess/mapped_region.hpp>

#include <memory>
#include <unordered_map>

namespace fairlead::shm {

class blob_map {
public:
    using mapping = std::shared_ptr<boost::interprocess::mapped_region const>;

    /// Checks seals and size. A number that is known already is an error.
    boost::system::error_code add(wire::blob_id id, unique_fd fd, std::size_t bytes);

    /// No frame will name it any more. Those who hold its mapping keep it.
    void remove(wire::blob_id id) noexcept { known_.erase(id); }

    /// Null for a number that nobody announced.
    mapping find(wire::blob_id id) const noexcept;

private:
    std::unordered_map<wire::blob_id, mapping> known_;
};

}  // namespace fairlead::shm
