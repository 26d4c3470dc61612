// SPDX-License-Identifier: MIT
//
// landlock — the kernel's structures, as its later versions have them: a kernel takes what is
// longer than it knows as long as the rest is zero.
#include "broker/supervision/landlock.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdint>

namespace fairlead::broker::supervision {
namespace {

constexpr long create_ruleset = 444, add_rule = 445, restrict_me = 446;  // On all architectures.
constexpr unsigned ask_version = 1;
constexpr int path_beneath = 1;

struct ruleset_attributes {
    std::uint64_t files = 0;
    std::uint64_t network = 0;  // Since version 4.
    std::uint64_t scoped = 0;   // Since version 6.
};
#pragma pack(push, 1)
struct path_attributes {
    std::uint64_t allowed;
    std::int32_t parent;
};
#pragma pack(pop)

constexpr std::uint64_t execute = 1, write_file = 2, read_file = 4, read_folder = 8;
constexpr std::uint64_t all_of_version_1 = (1u << 13) - 1;
constexpr std::uint64_t refer = 1u << 13, truncate = 1u << 14, ioctl_device = 1u << 15;
constexpr std::uint64_t of_files = execute | write_file | read_file | truncate | ioctl_device;
constexpr std::uint64_t bind_tcp = 1, connect_tcp = 2;
constexpr std::uint64_t abstract_sockets = 1, signals = 2;

std::uint64_t file_rights(int version) {
    return all_of_version_1 | (version >= 2 ? refer : 0) | (version >= 3 ? truncate : 0) |
           (version >= 5 ? ioctl_device : 0);
}

void allow(int ruleset, std::filesystem::path const& path, std::uint64_t rights) {
    const unique_fd place{::open(path.c_str(), O_PATH | O_CLOEXEC)};
    struct stat what {};
    if (!place || ::fstat(place.get(), &what) != 0) return;
    path_attributes rule{S_ISDIR(what.st_mode) ? rights : rights & of_files, place.get()};
    ::syscall(add_rule, ruleset, path_beneath, &rule, 0);
}

}  // namespace

int landlock_version() noexcept {
    const auto version = ::syscall(create_ruleset, nullptr, 0, ask_version);
    return version > 0 ? static_cast<int>(version) : 0;
}

unique_fd make_ruleset(path_rules const& rules) {
    const int version = landlock_version();
    if (version == 0) return unique_fd{};
    ruleset_attributes all{.files = file_rights(version)};
    if (version >= 4 && !rules.network) all.network = bind_tcp | connect_tcp;
    if (version >= 6) all.scoped = signals | (rules.network ? 0 : abstract_sockets);
    const std::size_t known = version >= 6 ? sizeof all : version >= 4 ? 16 : 8;
    unique_fd ruleset{static_cast<int>(::syscall(create_ruleset, &all, known, 0))};
    if (!ruleset) return ruleset;
    // Above the numbers that a child puts its own descriptors to.
    constexpr int safe = 10;
    ruleset.reset(::fcntl(ruleset.get(), F_DUPFD_CLOEXEC, safe));
    for (auto const& path : rules.read)
        allow(ruleset.get(), path, execute | read_file | read_folder);
    for (auto const& path : rules.write) allow(ruleset.get(), path, all.files);
    return ruleset;
}

bool restrict_self(int ruleset) noexcept { return ::syscall(restrict_me, ruleset, 0) == 0; }

}  // namespace fairlead::broker::supervision
