// SPDX-License-Identifier: MIT
//
// fd_passing_test — bytes and descriptors through a socket, from peers who mean well or not.
#include "tests/protocol/support/bytes.hpp"
#include "tests/protocol/support/other_side.hpp"
#include "tests/protocol/support/patience.hpp"
#include "tests/protocol/support/socket_pair.hpp"

#include <fairlead/handshake/fd_passing.hpp>
#include <fairlead/wire/wire_errc.hpp>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>

using namespace fairlead;
using namespace fairlead::tests;
using namespace fairlead::handshake;

namespace {

struct received {
    std::string text;
    std::vector<unique_fd> fds;
};

received receive(int socket, std::size_t bytes_max = 100) {
    received got;
    std::vector<std::byte> bytes(bytes_max);
    const auto count = receive_message(socket, bytes, got.fds).value();
    got.text = text_of(std::span{bytes}.first(count));
    return got;
}

bool same_file(int a, int b) {
    struct stat of_a {
    }, of_b{};
    return ::fstat(a, &of_a) == 0 && ::fstat(b, &of_b) == 0 && of_a.st_ino == of_b.st_ino &&
           of_a.st_dev == of_b.st_dev;
}

struct pipe_ends {
    pipe_ends() {
        int ends[2];
        REQUIRE(::pipe2(ends, O_CLOEXEC) == 0);
        reading.reset(ends[0]);
        writing.reset(ends[1]);
    }
    unique_fd reading, writing;
};

}  // namespace

TEST_CASE("bytes arrive without descriptors", "[handshake][fds]") {
    socket_pair sockets;
    REQUIRE_FALSE(send_message(sockets.theirs.get(), bytes_of("hello"), {}));
    const auto got = receive(sockets.ours.get());
    CHECK(got.text == "hello");
    CHECK(got.fds.empty());
}

TEST_CASE("descriptors arrive with their bytes, in the order sent, and work", "[handshake][fds]") {
    const auto where = GENERATE(placement::one_process, placement::two_processes);
    CAPTURE(where);
    socket_pair sockets;
    pipe_ends one, two;
    other_side sender(where, [&] {
        const std::array fds{one.writing.get(), two.writing.get()};
        return !send_message(sockets.theirs.get(), bytes_of("two pipes"), fds);
    });
    REQUIRE(sender.ended_well());
    const auto got = receive(sockets.ours.get());
    CHECK(got.text == "two pipes");
    REQUIRE(got.fds.size() == 2);
    CHECK(same_file(got.fds[0].get(), one.reading.get()));
    CHECK(same_file(got.fds[1].get(), two.reading.get()));
    REQUIRE(::write(got.fds[1].get(), "x", 1) == 1);
    CHECK(is_readable_within(two.reading.get(), patience));
    CHECK_FALSE(is_readable_within(one.reading.get(), std::chrono::milliseconds{0}));
}

TEST_CASE("received descriptors are not inherited by programs we start", "[handshake][fds]") {
    socket_pair sockets;
    const std::array fds{STDIN_FILENO};
    REQUIRE_FALSE(send_message(sockets.theirs.get(), bytes_of("x"), fds));
    const auto got = receive(sockets.ours.get());
    REQUIRE(got.fds.size() == 1);
    CHECK((::fcntl(got.fds[0].get(), F_GETFD) & FD_CLOEXEC) != 0);
}

TEST_CASE("as many descriptors as allowed arrive at once", "[handshake][fds]") {
    socket_pair sockets;
    const std::array fds{STDIN_FILENO, STDIN_FILENO, STDIN_FILENO, STDIN_FILENO};
    static_assert(fds.size() == fds_per_message_max);
    REQUIRE_FALSE(send_message(sockets.theirs.get(), bytes_of("x"), fds));
    CHECK(receive(sockets.ours.get()).fds.size() == fds.size());
}

TEST_CASE("more descriptors than allowed are an error, and none of them stays open",
          "[handshake][fds]") {
    const std::size_t count = GENERATE(5u, 6u, 64u);
    CAPTURE(count);
    socket_pair sockets;
    const std::vector<int> fds(count, STDIN_FILENO);
    REQUIRE(send_with_descriptors(sockets.theirs.get(), bytes_of("x"), fds));
    const auto before = open_descriptors();
    {
        std::array<std::byte, 8> bytes;
        std::vector<unique_fd> got;
        CHECK(receive_message(sockets.ours.get(), bytes, got).error() ==
              wire::wire_errc::bad_control_message);
        CHECK(got.size() <= fds_per_message_max);
    }
    CHECK(open_descriptors() == before);
}

// UBSan needs a pipe to look at memory, and here there is none to be had.
#ifndef FAIRLEAD_SANITIZED
TEST_CASE("descriptors that find no place in our table are an error, not half a message",
          "[handshake][fds]") {
    // In a process of its own: it has no descriptor left to do anything else with.
    socket_pair sockets;
    const std::array fds{STDIN_FILENO, STDIN_FILENO};
    REQUIRE_FALSE(send_message(sockets.theirs.get(), bytes_of("x"), fds));
    other_side crowded(placement::two_processes, [&] {
        const unique_fd last{::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0)};
        const rlimit none_above{static_cast<rlim_t>(last.get()) + 2,
                                static_cast<rlim_t>(last.get()) + 2};
        if (::setrlimit(RLIMIT_NOFILE, &none_above) != 0) return false;
        std::array<std::byte, 8> bytes;
        std::vector<unique_fd> got;
        const auto received = receive_message(sockets.ours.get(), bytes, got);
        return received.error() == wire::wire_errc::bad_control_message && got.size() <= 1;
    });
    CHECK(crowded.ended_well());
}
#endif

TEST_CASE("a message longer than the buffer comes in parts, its descriptors with the first",
          "[handshake][fds]") {
    socket_pair sockets;
    const std::array fds{STDIN_FILENO};
    REQUIRE_FALSE(send_message(sockets.theirs.get(), bytes_of("one two"), fds));
    const auto first = receive(sockets.ours.get(), 4);
    CHECK(first.text == "one ");
    CHECK(first.fds.size() == 1);
    const auto second = receive(sockets.ours.get(), 4);
    CHECK(second.text == "two");
    CHECK(second.fds.empty());
}

TEST_CASE("nothing to receive is said, not waited for", "[handshake][fds]") {
    socket_pair sockets;  // Blocking sockets: it is the call that does not wait.
    std::array<std::byte, 8> bytes;
    std::vector<unique_fd> fds;
    CHECK(receive_message(sockets.ours.get(), bytes, fds).error() ==
          boost::system::errc::operation_would_block);
}

TEST_CASE("a peer that has gone is zero bytes", "[handshake][fds]") {
    socket_pair sockets;
    sockets.theirs.reset();
    CHECK(receive(sockets.ours.get()).text.empty());
}

TEST_CASE("what a peer sent before it went arrives first", "[handshake][fds]") {
    socket_pair sockets;
    REQUIRE_FALSE(send_message(sockets.theirs.get(), bytes_of("bye"), {}));
    sockets.theirs.reset();
    CHECK(receive(sockets.ours.get()).text == "bye");
    CHECK(receive(sockets.ours.get()).text.empty());
}

TEST_CASE("to send to a peer that has gone is an error, not a signal", "[handshake][fds]") {
    socket_pair sockets;
    sockets.theirs.reset();
    CHECK(send_message(sockets.ours.get(), bytes_of("x"), {}) == boost::system::errc::broken_pipe);
}

TEST_CASE("to send to a peer that does not read is an error, not a wait", "[handshake][fds]") {
    socket_pair sockets;
    const std::vector<std::byte> block(4'096);
    boost::system::error_code failed;
    for (int i = 0; i < 10'000 && !failed; ++i)
        failed = send_message(sockets.ours.get(), block, {});
    CHECK(failed == boost::system::errc::operation_would_block);
}

TEST_CASE("half a message in a full socket is an error, not a success", "[handshake][fds]") {
    socket_pair sockets;
    const std::vector<std::byte> far_too_much(4u << 20);
    CHECK(send_message(sockets.ours.get(), far_too_much, {}) ==
          boost::system::errc::operation_would_block);
    std::vector<std::byte> some(100);
    std::vector<unique_fd> fds;
    CHECK(receive_message(sockets.theirs.get(), some, fds).value() == some.size());
}

TEST_CASE("a socket that is none is an error", "[handshake][fds]") {
    pipe_ends pipe;
    std::array<std::byte, 8> bytes;
    std::vector<unique_fd> fds;
    CHECK(receive_message(pipe.reading.get(), bytes, fds).error() ==
          boost::system::errc::not_a_socket);
    CHECK(send_message(-1, bytes_of("x"), {}) == boost::system::errc::bad_file_descriptor);
}
