// SPDX-License-Identifier: MIT
//
// page_pair — both ends of a page's channel, as the broker grants it and as the page opens it; the
// page's memory lies open for tests to spoil.
#pragma once

#include <fairlead/shm/channel.hpp>
#include <fairlead/wire/limits.hpp>

#include <fcntl.h>

#include <memory>

namespace fairlead::tests {

inline unique_fd duplicate_of(int fd) { return unique_fd{::fcntl(fd, F_DUPFD_CLOEXEC, 0)}; }

struct page_pair {
    explicit page_pair(std::size_t ring_bytes = wire::ring_bytes_min) {
        auto memory = shm::page_memory::create(ring_bytes).value();
        auto bells = shm::doorbell::make_pair().value();
        up_fd = duplicate_of(memory.up.fd());
        down_fd = duplicate_of(memory.down.fd());
        spoiled = std::make_unique<shm::segment>(
            shm::segment::open(duplicate_of(up_fd.get()), memory.up.bytes().size()).value());
        broker = shm::channel::over(std::move(memory), std::move(bells.first));
        page = shm::channel::open_page({duplicate_of(up_fd.get()), duplicate_of(down_fd.get()),
                                        std::move(bells.second).take()},
                                       ring_bytes)
                   .value();
    }

    /// The control words that a page can write: of the ring towards the broker, then of the other.
    shm::ring_control& control_words(std::size_t which) const {
        return *reinterpret_cast<shm::ring_control*>(spoiled->bytes().data() +
                                                     which * sizeof(shm::ring_control));
    }

    unique_fd up_fd, down_fd;
    std::unique_ptr<shm::segment> spoiled;  // `up`, mapped once more.
    std::unique_ptr<shm::channel> broker;
    std::unique_ptr<shm::channel> page;
};

}  // namespace fairlead::tests
