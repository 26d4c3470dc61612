// SPDX-License-Identifier: MIT
//
// doorbell_test — a wake-up that is never lost and never blocks who gives it.
#include "tests/protocol/support/other_side.hpp"
#include "tests/protocol/support/patience.hpp"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace fairlead;
using namespace fairlead::tests;
using namespace std::chrono_literals;

namespace {

struct bell_pair {
    std::pair<shm::doorbell, shm::doorbell> ends = shm::doorbell::make_pair().value();
    shm::doorbell& ours = ends.first;
    shm::doorbell& theirs = ends.second;
};

int waiting_bytes(shm::doorbell const& bell) {
    int count = -1;
    ::ioctl(bell.fd(), FIONREAD, &count);
    return count;
}

}  // namespace

TEST_CASE("a doorbell is silent until it is rung", "[shm][doorbell]") {
    bell_pair bells;
    CHECK_FALSE(is_readable_within(bells.ours.fd(), 0ms));
    CHECK(bells.ours.clear());
}

TEST_CASE("a doorbell rung before the wait is not lost", "[shm][doorbell]") {
    bell_pair bells;
    bells.theirs.ring();
    CHECK(heard(bells.ours, 0ms));
}

TEST_CASE("a doorbell rings in both directions, and not for who rings", "[shm][doorbell]") {
    bell_pair bells;
    bells.ours.ring();
    CHECK_FALSE(is_readable_within(bells.ours.fd(), 0ms));
    CHECK(heard(bells.theirs, 0ms));
    bells.theirs.ring();
    CHECK(heard(bells.ours, 0ms));
}

TEST_CASE("several rings are one wake-up", "[shm][doorbell]") {
    bell_pair bells;
    for (int i = 0; i < 100; ++i) bells.theirs.ring();
    CHECK(heard(bells.ours, 0ms));
    CHECK_FALSE(is_readable_within(bells.ours.fd(), 0ms));
}

TEST_CASE("a flood of rings neither blocks nor fails, and is heard", "[shm][doorbell]") {
    bell_pair bells;
    for (int i = 0; i < 100'000; ++i) bells.theirs.ring();  // Far above any socket buffer.
    const auto flood = waiting_bytes(bells.ours);
    CHECK(flood > 0);
    CHECK(flood < 100'000);
    int clears = 0;
    while (waiting_bytes(bells.ours) > 0 && clears < 10'000) {
        CHECK(bells.ours.clear());
        ++clears;
    }
    CHECK(clears < 10'000);
    bells.theirs.ring();
    CHECK(heard(bells.ours, 0ms));
}

TEST_CASE("a peer that clears O_NONBLOCK cannot make us block", "[shm][doorbell]") {
    bell_pair bells;
    for (auto const& end : {bells.ours.fd(), bells.theirs.fd()})
        REQUIRE(::fcntl(end, F_SETFL, ::fcntl(end, F_GETFL) & ~O_NONBLOCK) == 0);
    CHECK(bells.ours.clear());                           // Nothing to read.
    for (int i = 0; i < 10'000; ++i) bells.ours.ring();  // No room to write.
    CHECK(heard(bells.theirs, 0ms));
}

TEST_CASE("a closed end is told from silence", "[shm][doorbell]") {
    bell_pair bells;
    bells.theirs = shm::doorbell{unique_fd{}};
    CHECK(is_readable_within(bells.ours.fd(), 0ms));
    CHECK_FALSE(bells.ours.clear());
    CHECK_FALSE(bells.ours.clear());
}

TEST_CASE("a ring given before the end was closed is heard first", "[shm][doorbell]") {
    bell_pair bells;
    bells.theirs.ring();
    bells.theirs = shm::doorbell{unique_fd{}};
    CHECK(bells.ours.clear());
    CHECK_FALSE(bells.ours.clear());
}

TEST_CASE("an end closed over unheard rings of ours is closed, too", "[shm][doorbell]") {
    bell_pair bells;
    bells.ours.ring();
    bells.theirs = shm::doorbell{unique_fd{}};  // The kernel says "connection reset" this time.
    CHECK_FALSE(bells.ours.clear());
}

TEST_CASE("to ring for nobody is harmless", "[shm][doorbell]") {
    bell_pair bells;
    bells.theirs = shm::doorbell{unique_fd{}};
    bells.ours.ring();  // No SIGPIPE.
    CHECK_FALSE(bells.ours.clear());
}

TEST_CASE("neither end of a doorbell is inherited by programs we start", "[shm][doorbell]") {
    bell_pair bells;
    CHECK((::fcntl(bells.ours.fd(), F_GETFD) & FD_CLOEXEC) != 0);
    CHECK((::fcntl(bells.theirs.fd(), F_GETFD) & FD_CLOEXEC) != 0);
}

TEST_CASE("a doorbell wakes a sleeper on the other side", "[shm][doorbell]") {
    const auto where = GENERATE(placement::one_process, placement::two_processes);
    CAPTURE(where);
    bell_pair bells;
    other_side sleeper(where, [&] {
        for (int i = 0; i < 100; ++i) {
            if (!heard(bells.theirs)) return false;
            bells.theirs.ring();
        }
        return true;
    });
    for (int i = 0; i < 100; ++i) {
        bells.ours.ring();
        REQUIRE(heard(bells.ours));
    }
    CHECK(sleeper.ended_well());
}
