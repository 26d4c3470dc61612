// SPDX-License-Identifier: MIT
//
// blob_map — the descriptor is closed once it is mapped.
#include <fairlead/shm/blob_map.hpp>
#include <fairlead/shm/segment.hpp>
#include <fairlead/wire/wire_errc.hpp>

namespace fairlead::shm {

boost::system::error_code blob_map::add(wire::blob_id id, unique_fd fd, std::size_t bytes) {
    if (id == wire::no_blob || known_.contains(id)) return wire::wire_errc::unexpected_message;
    auto region = segment::open_to_read(fd, bytes);
    if (!region) return region.error();
    known_.emplace(id,
                   std::make_shared<boost::interprocess::mapped_region const>(std::move(*region)));
    return {};
}

blob_map::mapping blob_map::find(wire::blob_id id) const noexcept {
    const auto found = known_.find(id);
    return found != known_.end() ? found->second : nullptr;
}

}  // namespace fairlead::shm
