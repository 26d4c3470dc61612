// SPDX-License-Identifier: MIT
//
// segment — one sealed memfd, mapped. It has no name, so nothing is left behind by a crash; it is
// sealed against shrinking, so no peer can turn our reads into SIGBUS.
#pragma once

#include <fairlead/vocabulary/result.hpp>
#include <fairlead/vocabulary/unique_fd.hpp>

#include <boost/interprocess/mapped_region.hpp>

#include <cstddef>
#include <span>

namespace fairlead::shm {

/// What nobody can do any more to a segment; what a seal forbids stays forbidden.
enum class sealing {
    size,              ///< Change its size.
    size_and_writing,  ///< That, and write to it, but through the mapping its maker has already.
};

class segment {
public:
    /// Makes, sizes, seals and maps. All bytes are zero.
    static result<segment> create(std::size_t bytes, sealing how = sealing::size);

    /// Maps a descriptor that came from elsewhere; refuses one that is unsealed or of another size.
    static result<segment> open(unique_fd fd, std::size_t bytes);

    /// The same, for reading only.
    static result<boost::interprocess::mapped_region> open_to_read(unique_fd const& fd,
                                                                   std::size_t bytes,
                                                                   sealing how = sealing::size);

    std::span<std::byte> bytes() const noexcept;
    int fd() const noexcept { return fd_.get(); }
    /// Only the mapping; the descriptor is closed.
    boost::interprocess::mapped_region take_region() && noexcept { return std::move(region_); }

private:
    segment(unique_fd fd, boost::interprocess::mapped_region region) noexcept
        : fd_{std::move(fd)}, region_{std::move(region)} {}

    unique_fd fd_;  // Declared first: the mapping goes before it.
    boost::interprocess::mapped_region region_;
};

}  // namespace fairlead::shm
