// SPDX-License-Identifier: MIT
//
// segment — memfd_create(2), seals, and Boost.Interprocess for the mapping.
#include <fairlead/shm/segment.hpp>
#include <fairlead/shm/shm_errc.hpp>

#include <boost/interprocess/exceptions.hpp>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

namespace fairlead::shm {
namespace {

constexpr int required_seals = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL;

/// All that Boost.Interprocess asks of a descriptor it did not open itself.
struct mappable_fd {
    int fd;
    boost::interprocess::mapping_handle_t get_mapping_handle() const { return {fd, false}; }
};

result<boost::interprocess::mapped_region> map(int fd, std::size_t bytes) {
    try {
        return boost::interprocess::mapped_region{mappable_fd{fd}, boost::interprocess::read_write,
                                                  0, bytes};
    } catch (boost::interprocess::interprocess_exception const& error) {
        return boost::system::error_code{error.get_native_error(),
                                         boost::system::system_category()};
    }
}

}  // namespace

result<segment> segment::create(std::size_t bytes) {
    unique_fd fd{::memfd_create("fairlead", MFD_CLOEXEC | MFD_ALLOW_SEALING)};
    if (!fd) return last_system_error();
    if (::ftruncate(fd.get(), static_cast<off_t>(bytes)) != 0) return last_system_error();
    // Sealed before it is shared: a peer able to shrink it could crash us with SIGBUS.
    if (::fcntl(fd.get(), F_ADD_SEALS, required_seals) != 0) return last_system_error();
    auto region = map(fd.get(), bytes);
    if (!region) return region.error();
    return segment{std::move(fd), std::move(*region)};
}

result<segment> segment::open(unique_fd fd, std::size_t bytes) {
    const int seals = ::fcntl(fd.get(), F_GET_SEALS);
    if (seals < 0) return last_system_error();
    if ((seals & required_seals) != required_seals) return shm_errc::not_sealed;
    struct stat status {};
    if (::fstat(fd.get(), &status) != 0) return last_system_error();
    if (status.st_size < 0 || static_cast<std::size_t>(status.st_size) != bytes)
        return shm_errc::wrong_size;
    auto region = map(fd.get(), bytes);
    if (!region) return region.error();
    return segment{std::move(fd), std::move(*region)};
}

std::span<std::byte> segment::bytes() const noexcept {
    return {static_cast<std::byte*>(region_.get_address()), region_.get_size()};
}

}  // namespace fairlead::shm
