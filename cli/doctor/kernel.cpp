// SPDX-License-Identifier: MIT
//
// kernel — does what the channels do, once, and looks at the limits they run into.
#include "cli/doctor/checks.hpp"

#include <fairlead/vocabulary/unique_fd.hpp>
#include <fairlead/wire/limits.hpp>

#include <fcntl.h>
#include <linux/seccomp.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>

namespace fairlead::cli {
namespace {

constexpr char const* container = "a container or sandbox may forbid it: allow it there";

unique_fd sealable_memory(std::size_t bytes) {
    unique_fd memory{::memfd_create("fairlead-doctor", MFD_CLOEXEC | MFD_ALLOW_SEALING)};
    if (memory && ::ftruncate(memory.get(), static_cast<off_t>(bytes)) != 0) memory.reset();
    return memory;
}

finding check_memfd() {
    const auto memory = sealable_memory(4'096);
    if (!memory)
        return {"memfd", health::fail, std::string{"memfd_create: "} + std::strerror(errno),
                std::string{"Linux 3.17 or newer; "} + container};
    const bool sealed =
        ::fcntl(memory.get(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) == 0;
    if (!sealed || ::ftruncate(memory.get(), 8'192) == 0)
        return {"memfd", health::fail, "memory cannot be sealed",
                std::string{"Linux 3.17 or newer; "} + container};
    return {"memfd", health::ok, "shared memory can be made and sealed", {}};
}

finding check_pidfd() {
    const unique_fd self{static_cast<int>(::syscall(SYS_pidfd_open, ::getpid(), 0))};
    if (self && ::syscall(SYS_pidfd_send_signal, self.get(), 0, nullptr, 0) == 0)
        return {"pidfd", health::ok, "processes can be held by descriptors", {}};
    return {"pidfd", health::fail, std::string{"pidfd_open: "} + std::strerror(errno),
            std::string{"Linux 5.3 or newer; "} + container};
}

finding check_eventfd() {
    const unique_fd bell{::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)};
    if (bell) return {"eventfd", health::ok, "doorbells can be made", {}};
    return {"eventfd", health::fail, std::string{"eventfd: "} + std::strerror(errno), container};
}

/// The broker raises its own limit as far as it may, and needs three for each peer.
finding check_descriptors() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return {"descriptors", health::warn, std::strerror(errno), container};
    constexpr rlim_t spare = 64, each = 3, enough = 1'024, too_few = 256;
    const auto said =
        limit.rlim_max == RLIM_INFINITY
            ? std::string{"as many as wanted"}
            : std::to_string(limit.rlim_max) + " may be open, room for about " +
                  std::to_string(limit.rlim_max > spare ? (limit.rlim_max - spare) / each : 0) +
                  " peers of an app";
    if (limit.rlim_max >= enough) return {"descriptors", health::ok, said, {}};
    return {"descriptors", limit.rlim_max < too_few ? health::fail : health::warn, said,
            "raise the hard limit of open files (ulimit -Hn, LimitNOFILE= of a service)"};
}

/// Large payloads live in memory that is made when they are.
finding check_memory() {
    const auto megabytes = std::to_string(wire::payload_bytes_max >> 20) + " MiB";
    const auto memory = sealable_memory(wire::payload_bytes_max);
    const int error =
        memory ? ::posix_fallocate(memory.get(), 0, static_cast<off_t>(wire::payload_bytes_max))
               : errno;
    if (error == 0)
        return {"memory", health::ok, "the largest payload, " + megabytes + ", finds room", {}};
    return {"memory", health::warn, megabytes + " of shared memory: " + std::strerror(error),
            "free some, or raise the memory limit of the container or service"};
}

/// What "sandbox" of a plugin in wails.json stands on.
finding check_plugin_sandbox() {
    constexpr long landlock_create_ruleset = 444;
    constexpr unsigned ask_version = 1;
    const auto version = ::syscall(landlock_create_ruleset, nullptr, 0, ask_version);
    // Asked for a filter at address 0 a kernel that knows filters complains of the address.
    const bool filters =
        ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, nullptr) != 0 && errno == EFAULT;
    const auto said =
        (version > 0 ? "files by Landlock " + std::to_string(version)
                     : std::string{"files cannot be confined (no Landlock)"}) +
        (filters ? ", network by seccomp" : ", network cannot be confined (no seccomp filters)");
    if (version > 0 && filters) return {"plugin-sandbox", health::ok, said, {}};
    return {"plugin-sandbox", health::warn, said,
            "Linux 5.13 or newer with Landlock switched on (lsm=landlock,…); a plugin whose "
            "sandbox is required does not start here"};
}

/// How a plugin that computes without end is held back.
finding check_processor_share() {
    const unique_fd file{::open("/proc/sys/kernel/sched_autogroup_enabled", O_RDONLY | O_CLOEXEC)};
    char enabled = '0';
    if (file && ::read(file.get(), &enabled, 1) == 1 && enabled == '1')
        return {"processor-share", health::ok, "sessions have shares of their own (autogroup)", {}};
    return {"processor-share", health::warn,
            "sessions have no shares of their own: a plugin that loops slows the others down",
            "sysctl kernel.sched_autogroup_enabled=1, or a broker with CAP_SYS_NICE"};
}

}  // namespace

findings check_kernel() {
    return {check_memfd(),  check_pidfd(),          check_eventfd(),        check_descriptors(),
            check_memory(), check_plugin_sandbox(), check_processor_share()};
}

}  // namespace fairlead::cli
