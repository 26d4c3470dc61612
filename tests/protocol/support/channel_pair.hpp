// SPDX-License-Identifier: MIT
//
// channel_pair — both ends of a channel, as admission would make them: two mappings of one segment.
#pragma once

#include <fairlead/shm/channel.hpp>
#include <fairlead/wire/limits.hpp>

#include <fcntl.h>

#include <memory>

namespace fairlead::tests {

struct channel_pair {
    explicit channel_pair(std::size_t ring_bytes = wire::ring_bytes_min) {
        auto memory = shm::segment::create(shm::channel::segment_bytes(ring_bytes)).value();
        auto mapped_again = shm::segment::open(unique_fd{::fcntl(memory.fd(), F_DUPFD_CLOEXEC, 0)},
                                               memory.bytes().size());
        auto bells = shm::doorbell::make_pair().value();
        broker = shm::channel::over(std::move(memory), std::move(bells.first), ring_bytes,
                                    shm::side::broker);
        peer = shm::channel::over(std::move(mapped_again).value(), std::move(bells.second),
                                  ring_bytes, shm::side::peer);
    }

    std::unique_ptr<shm::channel> broker;
    std::unique_ptr<shm::channel> peer;
};

}  // namespace fairlead::tests
