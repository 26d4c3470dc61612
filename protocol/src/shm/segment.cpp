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

constexpr int seals_of(sealing how) noexcept {
    constexpr int size = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL;
    return how == sealing::size ? size : size | F_SEAL_FUTURE_WRITE;
}

/// All that Boost.Interprocess asks of a descriptor it did not open itself.
struct mappable_fd {
    int fd;
    boost::interprocess::mapping_handle_t get_mapping_handle() const { return {fd, false}; }
};

result<boost::interprocess::mapped_region> map(int fd, std::size_t bytes,
                                               boost::interprocess::mode_t mode) {
    try {
        return boost::interprocess::mapped_region{mappable_fd{fd}, mode, 0, bytes};
    } catch (boost::interprocess::interprocess_exception const& error) {
        return boost::system::error_code{error.get_native_error(),
                                         boost::system::system_category()};
    }
}

/// What stands between a stranger's descriptor and a mapping of it.
boost::system::error_code check(int fd, std::size_t bytes, sealing how) noexcept {
    const int seals = ::fcntl(fd, F_GET_SEALS);
    if (seals < 0) return last_system_error();
    const int missing = seals_of(how) & ~seals;
    if ((missing & seals_of(sealing::size)) != 0) return shm_errc::not_sealed;
    if (missing != 0) return shm_errc::writable;
    struct stat status {};
    if (::fstat(fd, &status) != 0) return last_system_error();
    // Nothing cannot be mapped.
    if (bytes == 0 || status.st_size < 0 || static_cast<std::size_t>(status.st_size) != bytes)
        return shm_errc::wrong_size;
    return {};
}

}  // namespace

result<segment> segment::create(std::size_t bytes, sealing how) {
    unique_fd fd{::memfd_create("fairlead", MFD_CLOEXEC | MFD_ALLOW_SEALING)};
    if (!fd) return last_system_error();
    if (::ftruncate(fd.get(), static_cast<off_t>(bytes)) != 0) return last_system_error();
    // Mapped before it is sealed: our own mapping goes on writing. Sealed before it is shared: a
    // peer able to shrink it could crash us with SIGBUS.
    auto region = map(fd.get(), bytes, boost::interprocess::read_write);
    if (!region) return region.error();
    if (::fcntl(fd.get(), F_ADD_SEALS, seals_of(how)) != 0) return last_system_error();
    return segment{std::move(fd), std::move(*region)};
}

result<segment> segment::open(unique_fd fd, std::size_t bytes) {
    if (const auto unfit = check(fd.get(), bytes, sealing::size)) return unfit;
    auto region = map(fd.get(), bytes, boost::interprocess::read_write);
    if (!region) return region.error();
    return segment{std::move(fd), std::move(*region)};
}

result<boost::interprocess::mapped_region> segment::open_to_read(unique_fd const& fd,
                                                                 std::size_t bytes, sealing how) {
    if (const auto unfit = check(fd.get(), bytes, how)) return unfit;
    return map(fd.get(), bytes, boost::interprocess::read_only);
}

std::span<std::byte> segment::bytes() const noexcept {
    return {static_cast<std::byte*>(region_.get_address()), region_.get_size()};
}

}  // namespace fairlead::shm
