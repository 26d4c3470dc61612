// SPDX-License-Identifier: MIT
//
// app_socket_test — one broker for an app, whatever an earlier one left behind.
#include "broker/admission/app_socket.hpp"
#include "broker/admission/runtime_dir.hpp"
#include "broker/telemetry/service_variable.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/child.hpp"
#include "tests/support/temporary_directory.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <memory>
#include <thread>

using namespace fairlead;
using namespace fairlead::broker::admission;
using namespace fairlead::tests;
using Catch::Matchers::Contains;

TEST_CASE("a socket is there while its owner is, and gone with it", "[broker][admission]") {
    const temporary_directory folder;
    {
        const app_socket socket{folder.path()};
        CHECK(std::filesystem::is_socket(socket.path()));
        struct stat status {};
        REQUIRE(::stat(socket.path().c_str(), &status) == 0);
        CHECK((status.st_mode & 0077) == 0);
    }
    CHECK_FALSE(std::filesystem::exists(folder.path() / "broker.sock"));
}

TEST_CASE("a second owner is refused, with the pid of the first", "[broker][admission]") {
    const temporary_directory folder;
    const app_socket first{folder.path()};
    CHECK_THROWS_AS(app_socket{folder.path()}, already_running);
    CHECK_THROWS_WITH(app_socket{folder.path()}, Contains("pid " + std::to_string(::getpid())));
    CHECK(std::filesystem::is_socket(first.path()));
}

TEST_CASE("what a killed broker's child still holds for a moment is waited for",
          "[broker][admission]") {
    const temporary_directory folder;
    const auto path = folder.path() / "broker.lock";
    const auto dead = ::fork();
    if (dead == 0) ::_exit(0);
    REQUIRE(::waitpid(dead, nullptr, 0) == dead);
    folder.write("broker.lock", std::to_string(dead) + "\n");
    unique_fd held{::open(path.c_str(), O_RDWR | O_CLOEXEC)};
    REQUIRE(::flock(held.get(), LOCK_EX | LOCK_NB) == 0);

    const std::jthread child{[&] {
        eventually("the next broker has come", [&] {
            std::size_t open = 0;
            for (auto const& one : std::filesystem::directory_iterator{"/proc/self/fd"}) {
                std::error_code gone;
                open += std::filesystem::read_symlink(one.path(), gone) == path ? 1 : 0;
            }
            return open == 2;
        });
        held.reset();
    }};
    const app_socket socket{folder.path()};
    CHECK(std::filesystem::is_socket(socket.path()));
}

TEST_CASE("a stale socket is taken away by the next owner", "[broker][admission]") {
    const temporary_directory folder;
    folder.write("broker.sock", "stale");
    folder.write("broker.lock", "4711\n");
    const app_socket socket{folder.path()};
    CHECK(std::filesystem::is_socket(socket.path()));
}

TEST_CASE("a path too long for a socket is refused with a hint", "[broker][admission]") {
    const temporary_directory folder;
    const auto deep = folder.path() / std::string(100, 'x');
    std::filesystem::create_directory(deep);
    CHECK_THROWS_WITH(app_socket{deep}, Contains("107") && Contains("XDG_RUNTIME_DIR"));
}

TEST_CASE("a runtime folder that others could enter is refused", "[broker][admission]") {
    const temporary_directory folder;
    REQUIRE(::setenv("XDG_RUNTIME_DIR", folder.path().c_str(), 1) == 0);
    const auto made = make_runtime_dir("app");
    CHECK(made == folder.path() / "fairlead/app");
    struct stat status {};
    REQUIRE(::stat(made.c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0700);
    CHECK(make_runtime_dir("app") == made);

    REQUIRE(::chmod(made.c_str(), 0755) == 0);
    CHECK_THROWS_WITH(make_runtime_dir("app"), Contains("open to other users"));
    std::filesystem::remove_all(made);
    std::filesystem::create_directory_symlink("/tmp", made);
    CHECK_THROWS_WITH(make_runtime_dir("app"), Contains("not a folder"));
    ::unsetenv("XDG_RUNTIME_DIR");
}

TEST_CASE("a number that a service manager gives is digits alone, and read once",
          "[broker][admission]") {
    using namespace fairlead::broker::telemetry;
    CHECK(number_in("0") == 0);
    CHECK(number_in("4711") == 4711);
    for (auto const* other : {"", "-1", "+1", " 1", "1 ", "1x", "99999999999999999999"})
        CHECK_FALSE(number_in(other));
    REQUIRE(::setenv("FAIRLEAD_TEST_VARIABLE", "x", 1) == 0);
    CHECK(take_variable("FAIRLEAD_TEST_VARIABLE") == "x");
    CHECK(take_variable("FAIRLEAD_TEST_VARIABLE") == "");
}

TEST_CASE("a socket that was handed over outlives its broker", "[broker][admission]") {
    const temporary_directory folder;
    unique_fd mine{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    sockaddr_un at{};
    at.sun_family = AF_UNIX;
    const auto path = folder.path() / "broker.sock";
    path.native().copy(at.sun_path, sizeof at.sun_path - 1);
    REQUIRE(::bind(mine.get(), reinterpret_cast<sockaddr const*>(&at), sizeof at) == 0);
    CHECK_THROWS_WITH(app_socket(folder.path(), unique_fd{::dup(mine.get())}),
                      Contains("does not listen") && Contains(path.native()));
    REQUIRE(::listen(mine.get(), 1) == 0);
    {
        const app_socket socket{folder.path(), unique_fd{::dup(mine.get())}};
        CHECK(socket.was_handed());
        CHECK((::fcntl(socket.fd(), F_GETFL) & O_NONBLOCK) != 0);
        CHECK_THROWS_AS(app_socket(folder.path(), unique_fd{::dup(mine.get())}), already_running);
    }
    CHECK(std::filesystem::is_socket(path));
    CHECK_THROWS_AS(app_socket{folder.path()}, already_running);  // Somebody listens there.
    mine.reset();
    const app_socket own{folder.path()};
    CHECK_FALSE(own.was_handed());
}
