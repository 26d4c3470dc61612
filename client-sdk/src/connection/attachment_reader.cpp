// SPDX-License-Identifier: MIT
//
// attachment_reader — a lease for each blob, whose end is the release.
#include "attachment_reader.hpp"

namespace fairlead::client {
namespace {

struct lease {
    shm::blob_map::mapping memory;
    wire::blob_id id;
    attachment_reader::releaser release;
    lease(shm::blob_map::mapping what, wire::blob_id named, attachment_reader::releaser how)
        : memory{std::move(what)}, id{named}, release{std::move(how)} {}
    lease(lease const&) = delete;
    lease& operator=(lease const&) = delete;
    ~lease() { release(id); }
};

}  // namespace

result<void> attachment_reader::read(wire::attached_payload const& payload, std::vector<bytes>& all,
                                     make_releaser make, void* context) {
    for (std::size_t i = 0; i < payload.table().size(); ++i) {
        auto const& one = payload.table()[i];
        if (one.blob == wire::no_blob) {
            all.push_back(bytes::copy_of(payload.inline_bytes(i)));
            continue;
        }
        auto memory = blobs_.find(one.blob);
        if (!memory || one.bytes > memory->get_size()) return wire::wire_errc::bad_attachments;
        const std::span view{static_cast<std::byte const*>(memory->get_address()),
                             static_cast<std::size_t>(one.bytes)};
        all.emplace_back(view, std::make_shared<lease>(std::move(memory), one.blob, make(context)));
    }
    return {};
}

}  // namespace fairlead::client
