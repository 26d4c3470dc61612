// SPDX-License-Identifier: MIT
//
// segment_test — memory that two processes share, and that neither can take from under the other.
#include "tests/protocol/support/bytes.hpp"
#include "tests/protocol/support/other_side.hpp"

#include <fairlead/shm/segment.hpp>
#include <fairlead/shm/shm_errc.hpp>

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>

using namespace fairlead;
using namespace fairlead::tests;
using fairlead::shm::sealing;
using fairlead::shm::segment;
using fairlead::shm::shm_errc;

namespace {

constexpr std::size_t bytes = 64u << 10;
constexpr int all_seals = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL;

unique_fd duplicate(int fd) { return unique_fd{::fcntl(fd, F_DUPFD_CLOEXEC, 0)}; }

unique_fd memfd(std::size_t size, int seals) {
    unique_fd fd{::memfd_create("test", MFD_CLOEXEC | MFD_ALLOW_SEALING)};
    REQUIRE(::ftruncate(fd.get(), static_cast<off_t>(size)) == 0);
    if (seals != 0) REQUIRE(::fcntl(fd.get(), F_ADD_SEALS, seals) == 0);
    return fd;
}

}  // namespace

TEST_CASE("a new segment is as large as asked for, and all zero", "[shm][segment]") {
    const auto made = segment::create(bytes).value();
    REQUIRE(made.bytes().size() == bytes);
    CHECK(std::ranges::all_of(made.bytes(), [](std::byte b) { return b == std::byte{}; }));
}

TEST_CASE("a segment can neither be shrunk nor grown nor unsealed", "[shm][segment]") {
    const auto made = segment::create(bytes).value();
    CHECK(::ftruncate(made.fd(), 0) != 0);
    CHECK(errno == EPERM);
    CHECK(::ftruncate(made.fd(), bytes * 2) != 0);
    CHECK(errno == EPERM);
    // More seals would be refused as well: a peer cannot make our memory read-only either.
    CHECK(::fcntl(made.fd(), F_ADD_SEALS, F_SEAL_WRITE) != 0);
    CHECK((::fcntl(made.fd(), F_GET_SEALS) & all_seals) == all_seals);
}

TEST_CASE("a peer with the descriptor cannot shrink the segment either", "[shm][segment]") {
    const auto made = segment::create(bytes).value();
    other_side peer(placement::two_processes, [&] {
        const auto path = "/proc/self/fd/" + std::to_string(made.fd());
        const unique_fd reopened{::open(path.c_str(), O_RDWR | O_CLOEXEC)};
        return reopened && ::ftruncate(reopened.get(), 0) != 0 && errno == EPERM;
    });
    CHECK(peer.ended_well());
    made.bytes().back() = std::byte{1};  // No SIGBUS.
}

TEST_CASE("what one side writes into a segment, the other side reads", "[shm][segment]") {
    const auto where = GENERATE(placement::one_process, placement::two_processes);
    CAPTURE(where);
    const auto made = segment::create(bytes).value();
    other_side peer(where, [&] {
        const auto opened = segment::open(duplicate(made.fd()), bytes).value();
        fill(opened.bytes(), 42);
        return true;
    });
    REQUIRE(peer.ended_well());
    CHECK(is_filled(made.bytes(), 42));
}

TEST_CASE("a segment that could still shrink under us is refused", "[shm][segment]") {
    const int seals = GENERATE(0, F_SEAL_SHRINK, F_SEAL_SHRINK | F_SEAL_GROW,
                               F_SEAL_GROW | F_SEAL_SEAL, F_SEAL_SHRINK | F_SEAL_SEAL);
    CAPTURE(seals);
    CHECK(segment::open(memfd(bytes, seals), bytes).error() == shm_errc::not_sealed);
}

TEST_CASE("a segment for readers is written by its maker and by nobody else", "[shm][segment]") {
    const auto made = segment::create(bytes, sealing::size_and_writing).value();
    fill(made.bytes(), 7);
    other_side peer(placement::two_processes, [&] {
        const auto opened =
            segment::open_to_read(duplicate(made.fd()), bytes, sealing::size_and_writing);
        if (!opened || !is_filled({static_cast<std::byte const*>(opened->get_address()), bytes}, 7))
            return false;
        const auto refused = [&](int fd) {
            const std::byte one{1};
            return ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0) ==
                       MAP_FAILED &&
                   ::pwrite(fd, &one, 1, 0) < 0 &&
                   ::fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, 4'096) != 0 &&
                   ::ftruncate(fd, 0) != 0;
        };
        // Nor by opening it anew, nor by making the mapping that it has writable.
        const auto path = "/proc/self/fd/" + std::to_string(made.fd());
        const unique_fd reopened{::open(path.c_str(), O_RDWR | O_CLOEXEC)};
        return refused(made.fd()) && reopened && refused(reopened.get()) &&
               ::mprotect(opened->get_address(), bytes, PROT_READ | PROT_WRITE) != 0;
    });
    CHECK(peer.ended_well());
    fill(made.bytes(), 8);
    CHECK(is_filled(made.bytes(), 8));
}

TEST_CASE("a segment for readers that others could write is refused", "[shm][segment]") {
    const auto writable = memfd(bytes, all_seals);
    CHECK(segment::open_to_read(writable, bytes).has_value());
    CHECK(segment::open_to_read(writable, bytes, sealing::size_and_writing).error() ==
          shm_errc::writable);
    const auto shrinkable = memfd(bytes, F_SEAL_FUTURE_WRITE);
    CHECK(segment::open_to_read(shrinkable, bytes, sealing::size_and_writing).error() ==
          shm_errc::not_sealed);
}

TEST_CASE("a segment of another size than agreed is refused", "[shm][segment]") {
    const std::size_t size = GENERATE(0u, 1u, 4'096u, bytes - 1, bytes + 1, bytes * 2);
    CAPTURE(size);
    CHECK(segment::open(memfd(size, all_seals), bytes).error() == shm_errc::wrong_size);
    CHECK(segment::open(memfd(0, all_seals), 0).error() == shm_errc::wrong_size);
}

TEST_CASE("a segment that we may not write is refused", "[shm][segment]") {
    CHECK_FALSE(segment::open(memfd(bytes, all_seals | F_SEAL_WRITE), bytes).has_value());
}

TEST_CASE("a descriptor that is no memfd is refused", "[shm][segment]") {
    CHECK_FALSE(segment::open(unique_fd{}, bytes).has_value());
    CHECK_FALSE(
        segment::open(unique_fd{::open("/dev/zero", O_RDWR | O_CLOEXEC)}, bytes).has_value());
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    const unique_fd writing{ends[1]};
    CHECK_FALSE(segment::open(unique_fd{ends[0]}, bytes).has_value());
}

TEST_CASE("a segment has no name that could be left behind, and no program inherits it",
          "[shm][segment]") {
    const auto made = segment::create(bytes).value();
    std::string target(64, '\0');
    const auto link = "/proc/self/fd/" + std::to_string(made.fd());
    const auto length = ::readlink(link.c_str(), target.data(), target.size());
    REQUIRE(length > 0);
    CHECK(target.substr(0, static_cast<std::size_t>(length)) == "/memfd:fairlead (deleted)");
    CHECK((::fcntl(made.fd(), F_GETFD) & FD_CLOEXEC) != 0);
}

TEST_CASE("a segment lives on when its descriptor came from a maker that has gone",
          "[shm][segment]") {
    auto opened = [] {
        const auto made = segment::create(bytes).value();
        made.bytes()[7] = std::byte{7};
        return segment::open(duplicate(made.fd()), bytes).value();
    }();
    CHECK(opened.bytes()[7] == std::byte{7});
}
