// SPDX-License-Identifier: MIT
//
// confinement_test — limits and sandbox, laid upon a child of the test that then tries things.
#include "broker/guardian/fork_gate.hpp"
#include "broker/guardian/offspring.hpp"
#include "broker/supervision/child_environment.hpp"
#include "broker/supervision/confinement.hpp"
#include "broker/supervision/fork_filter.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temporary_directory.hpp"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <fstream>
#include <future>
#include <thread>

using namespace fairlead;
using namespace fairlead::broker;
using namespace fairlead::broker::supervision;
using namespace fairlead::tests;
using Catch::Matchers::Contains;

namespace {

/// What `attempt` says in a child that is confined: 0, or an errno. 255: it could not be confined.
template <class Attempt>
int confined(confinement const& how, Attempt attempt) {
    const auto pid = ::fork();
    if (pid == 0) ::_exit(how.apply() ? attempt() : 255);
    int status = 0;
    ::waitpid(pid, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 254;
}

int try_open(std::string const& path, int flags) {
    return ::open(path.c_str(), flags, 0600) >= 0 ? 0 : errno;
}
int try_socket(int family) { return ::socket(family, SOCK_STREAM, 0) >= 0 ? 0 : errno; }

std::string words(confinement const& how) {
    std::string all;
    for (auto const& one : how.in_force()) all += one + "\n";
    return all;
}

config::plugin_config sandboxed() {
    config::plugin_config plugin;
    plugin.name = "p";
    plugin.sandbox.wanted = true;
    return plugin;
}

}  // namespace

TEST_CASE("no plugin gets new privileges, unless it says so", "[broker][supervision]") {
    config::plugin_config plugin;
    const auto ask = [] { return ::prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0); };
    CHECK(confined(confinement{plugin, "/", "/bin/sh"}, ask) == 1);
    plugin.new_privileges = true;
    CHECK(confined(confinement{plugin, "/", "/bin/sh"}, ask) == 0);
}

TEST_CASE("limits of a process are those that were asked for", "[broker][supervision]") {
    config::plugin_config plugin;
    plugin.limits = {.memory = 512u << 20, .cpu = 0.5, .files = 40, .processes = 7};
    const confinement how{plugin, "/", "/bin/sh", {}};
    CHECK(how.processes_counted() == 7);
    CHECK_THAT(words(how), Contains("memory 512 MiB, each process"));
    CHECK_THAT(words(how), Contains("not in force: 0.5 processor cores"));
    CHECK_THAT(words(how), Contains("40 open files, each process"));
    CHECK_THAT(words(how), Contains("7 processes (counted by its guardian)"));
    CHECK(confined(how, [] {
              rlimit files{}, memory{};
              ::getrlimit(RLIMIT_NOFILE, &files);
              ::getrlimit(RLIMIT_DATA, &memory);
              return files.rlim_max == 40 && memory.rlim_max == 512u << 20 &&
                             ::getpriority(PRIO_PROCESS, 0) >= 10
                         ? 0
                         : 1;
          }) == 0);
}

TEST_CASE("one process too many is never there, and threads are not asked about",
          "[broker][supervision]") {
    const auto fork_one = [] {
        // Not fork(): that holds the heap's lock while we are asked, in the same process.
        const auto pid = static_cast<pid_t>(::syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0));
        if (pid == 0)
            for (;;) ::pause();
        return pid;
    };
    std::promise<int> listener;
    std::promise<pid_t> first, second;
    // The filter is of this thread alone.
    std::thread plugin{[&] {
        ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
        const int fd = install_fork_filter();
        listener.set_value(fd);
        std::thread{[] {}}.join();
        if (fd < 0) return;
        first.set_value(fork_one());
        second.set_value(fork_one() < 0 ? -errno : 1);
    }};
    const int fd = listener.get_future().get();
    if (fd >= 0) {
        guardian::fork_gate gate{fd, guardian::count_descendants(100) + 1};
        CHECK(gate.answer() == 0);
        const auto child = first.get_future().get();
        REQUIRE(child > 0);
        CHECK(gate.answer() == guardian::count_descendants(100) + 1);
        CHECK(second.get_future().get() == -EAGAIN);
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
    } else {
        WARN("not tried: this kernel does not ask");
    }
    plugin.join();
}

TEST_CASE("a sandbox opens what it names and nothing else", "[broker][supervision]") {
    if (read_kernel_facts().landlock == 0) {
        WARN("not tried: this kernel has no Landlock");
        return;
    }
    const temporary_directory folder;
    const auto app = folder.path() / "app";
    folder.write("app/own", "x");
    const auto secret = folder.write("secret/key", "x").string();
    const auto given = folder.write("given/text", "x").string();
    folder.write("space/old", "x");
    auto plugin = sandboxed();
    plugin.sandbox.read = {"../given"};
    plugin.sandbox.write = {(folder.path() / "space").string()};
    const confinement how{plugin, app, "/bin/sh"};
    CHECK(confined(how, [&] { return try_open(secret, O_RDONLY); }) == EACCES);
    CHECK(confined(how, [&] { return try_open(given, O_RDONLY); }) == 0);
    CHECK(confined(how, [&] { return try_open(given, O_WRONLY); }) == EACCES);
    CHECK(confined(how, [&] { return try_open(app / "own", O_RDONLY); }) == 0);
    CHECK(confined(how, [&] { return try_open(app / "new", O_WRONLY | O_CREAT); }) == EACCES);
    CHECK(confined(how,
                   [&] { return try_open(folder.path() / "space/new", O_WRONLY | O_CREAT); }) == 0);
    CHECK(confined(how, [&] { return try_open("/dev/null", O_WRONLY); }) == 0);
    CHECK_THAT(words(how), Contains("reads ../given; writes /"));
}

TEST_CASE("without network only local sockets are left", "[broker][supervision]") {
    if (!read_kernel_facts().filters_syscalls) {
        WARN("not tried: this kernel filters no system calls");
        return;
    }
    auto plugin = sandboxed();
    const confinement closed{plugin, "/", "/bin/sh"};
    CHECK(confined(closed, [] { return try_socket(AF_INET); }) == EACCES);
    CHECK(confined(closed, [] { return try_socket(AF_INET6); }) == EACCES);
    CHECK(confined(closed, [] { return try_socket(AF_UNIX); }) == 0);
    CHECK(confined(closed, [] { return ::unshare(0) == 0 ? 0 : errno; }) == EPERM);
    plugin.sandbox.network = true;
    const confinement open{plugin, "/", "/bin/sh"};
    CHECK(confined(open, [] { return try_socket(AF_INET); }) == 0);
}

TEST_CASE("a kernel without a sandbox is said, and an error where one is required",
          "[broker][supervision]") {
    auto plugin = sandboxed();
    const confinement open{plugin, "/", "/bin/sh", {}};
    CHECK(open.problem().empty());
    CHECK_THAT(words(open), Contains("not in force: this kernel has no Landlock, so files are"));
    CHECK_THAT(words(open), Contains("this kernel filters no system calls"));
    plugin.sandbox.required = true;
    const confinement closed{plugin, "/", "/bin/sh", {}};
    CHECK_THAT(closed.problem(), Contains("its sandbox is required, and this kernel has no"));
}

TEST_CASE("a control group is made where the controllers are handed down",
          "[broker][supervision]") {
    const temporary_directory root;
    root.write("user/app/cgroup.subtree_control", "memory pids\n");
    root.write("user/app/mine/cgroup.subtree_control", "\n");
    const cgroup_facts facts{"1:cpu:/\n0::/user/app/mine\n", root.path()};
    const config::resource_limits wanted{.memory = 4096, .processes = 3};
    const auto place = cgroup_place(facts, wanted);
    REQUIRE(place);
    CHECK(*place == root.path() / "user/app");
    CHECK_FALSE(cgroup_place(facts, {.cpu = 1}));
    CHECK_FALSE(cgroup_place({"0::/user/app/mine\n", {}}, wanted));
    {
        const auto group = make_cgroup(*place, "fairlead-p-1", wanted);
        REQUIRE(group);
        std::string memory, processes;
        std::ifstream{group->folder() / "memory.max"} >> memory;
        std::ifstream{group->folder() / "pids.max"} >> processes;
        CHECK(memory == "4096");
        CHECK(processes == "3");
    }
}

TEST_CASE("of the environment a plugin gets what it needs", "[broker][supervision]") {
    ::setenv("FAIRLEAD_TEST_SEEN", "1", 1);
    ::setenv("AWS_SECRET_ACCESS_KEY", "s", 1);
    ::setenv("MY_TOKEN", "t", 1);
    ::setenv("LC_ALL", "C", 1);
    launch what;
    what.env = {{"LC_ALL", "de_DE"}};
    what.env_passed = {"MY_*"};
    const auto all = child_environment(what);
    CHECK(all.contains("FAIRLEAD_TEST_SEEN"));
    CHECK(all.contains("PATH"));
    CHECK_FALSE(all.contains("AWS_SECRET_ACCESS_KEY"));
    CHECK(all.at("MY_TOKEN") == "t");
    CHECK(all.at("LC_ALL") == "de_DE");
    CHECK(all.at("FAIRLEAD_TOKEN_FD") == "3");
}
