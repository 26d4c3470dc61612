// SPDX-License-Identifier: MIT
//
// confinement — a control group where there is one, else what each process can be held to.
#include "broker/supervision/confinement.hpp"
#include "broker/supervision/fork_filter.hpp"
#include "broker/supervision/landlock.hpp"
#include "broker/supervision/syscall_filter.hpp"

#include <fmt/core.h>

#include <fcntl.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>

namespace fairlead::broker::supervision {

namespace fs = std::filesystem;

namespace {

/// Where programs, libraries and what they look up lie.
constexpr std::array<char const*, 13> always_read{
    "/usr",        "/lib",       "/lib32",     "/lib64", "/bin",  "/sbin",
    "/opt",        "/nix/store", "/gnu/store", "/etc",   "/proc", "/sys/devices/system",
    "/dev/urandom"};
constexpr std::array<char const*, 2> always_written{"/dev/null", "/dev/zero"};

std::string size_text(std::uint64_t bytes) {
    return bytes % (1u << 20) == 0 ? fmt::format("{} MiB", bytes >> 20)
                                   : fmt::format("{} bytes", bytes);
}

std::string group_name(std::string plugin) {
    // Two of a plugin there are while a new build takes over.
    static std::atomic<unsigned> count{0};
    std::ranges::replace_if(
        plugin, [](char c) { return c == '/' || c == '.'; }, '_');
    return fmt::format("fairlead-{}-{}-{}", plugin, ::getpid(), ++count);
}

std::string list_of(std::vector<std::string> const& paths) {
    std::string text;
    for (auto const& path : paths) text += (text.empty() ? "" : ", ") + path;
    return text.empty() ? "nothing more" : text;
}

}  // namespace

kernel_facts read_kernel_facts() {
    return {landlock_version(), kernel_filters_syscalls(), read_cgroup_facts()};
}

confinement::confinement(config::plugin_config const& plugin, fs::path const& app_dir,
                         fs::path const& program, kernel_facts const& kernel)
    : new_privileges_{plugin.new_privileges} {
    in_force_.emplace_back(new_privileges_ ? "not in force: no new privileges (newPrivileges)"
                                           : "no new privileges");
    set_limits(plugin, kernel);
    if (plugin.sandbox.wanted) set_sandbox(plugin, app_dir, program, kernel);
}

void confinement::set_limits(config::plugin_config const& plugin, kernel_facts const& kernel) {
    auto const& wanted = plugin.limits;
    if (wanted.files != 0) {
        limits_.push_back({RLIMIT_NOFILE, wanted.files});
        in_force_.push_back(fmt::format("{} open files, each process", wanted.files));
    }
    if (wanted.memory == 0 && wanted.cpu <= 0 && wanted.processes == 0) return;
    if (const auto place = cgroup_place(kernel.groups, wanted)) {
        if (auto made = make_cgroup(*place, group_name(plugin.name), wanted))
            group_.emplace(std::move(*made));
        if (group_) {
            constexpr int safe = 10;  // Above the numbers that a child puts its own to.
            const unique_fd members{
                ::open((group_->folder() / "cgroup.procs").c_str(), O_WRONLY | O_CLOEXEC)};
            group_members_.reset(::fcntl(members.get(), F_DUPFD_CLOEXEC, safe));
        }
    }
    const bool grouped = static_cast<bool>(group_members_);
    if (wanted.memory != 0) {
        if (!grouped) limits_.push_back({RLIMIT_DATA, wanted.memory});
        in_force_.push_back(fmt::format("memory {}, {}", size_text(wanted.memory),
                                        grouped ? "all processes together (cgroup)"
                                                : "each process (no cgroup can be made here)"));
    }
    if (wanted.cpu > 0) {
        nicer_ = !grouped;
        in_force_.push_back(
            grouped ? fmt::format("{} processor cores (cgroup)", wanted.cpu)
                    : fmt::format("not in force: {} processor cores (no cgroup can be made here); "
                                  "it runs at nice 10",
                                  wanted.cpu));
    }
    if (wanted.processes != 0) {
        processes_counted_ =
            grouped ? -1 : static_cast<int>(std::min<std::uint64_t>(wanted.processes, 1'000'000));
        in_force_.push_back(fmt::format("{} processes ({})", wanted.processes,
                                        grouped ? "cgroup" : "counted by its guardian"));
    }
}

void confinement::set_sandbox(config::plugin_config const& plugin, fs::path const& app_dir,
                              fs::path const& program, kernel_facts const& kernel) {
    auto const& wanted = plugin.sandbox;
    path_rules rules{.network = wanted.network};
    rules.read.assign(always_read.begin(), always_read.end());
    rules.read.insert(rules.read.end(), {app_dir, program.parent_path()});
    rules.write.assign(always_written.begin(), always_written.end());
    for (auto const& path : wanted.read) rules.read.push_back(app_dir / path);
    for (auto const& path : wanted.write) rules.write.push_back(app_dir / path);
    if (kernel.landlock > 0) ruleset_ = make_ruleset(rules);
    if (kernel.filters_syscalls) filter_ = make_syscall_filter(wanted.network);

    std::string missing;
    if (ruleset_)
        in_force_.push_back(fmt::format("Landlock {}: reads {}; writes {}", kernel.landlock,
                                        list_of(wanted.read), list_of(wanted.write)));
    else missing = "this kernel has no Landlock, so files are not confined";
    if (!filter_.empty())
        in_force_.emplace_back(wanted.network ? "seccomp: network allowed" : "seccomp: no network");
    else
        missing += std::string{missing.empty() ? "" : "; "} +
                   "this kernel filters no system calls, so network is not confined";
    if (missing.empty()) return;
    in_force_.push_back("not in force: " + missing);
    if (wanted.required) problem_ = "its sandbox is required, and " + missing;
}

int confinement::gate_forks() const noexcept {
    if (processes_counted_ <= 0) return -1;
    if (wants_no_new_privileges()) ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    return install_fork_filter();
}

bool confinement::apply() const noexcept {
    for (auto const& one : limits_) {
        rlimit now{};
        ::getrlimit(static_cast<__rlimit_resource>(one.resource), &now);
        const auto value = std::min(one.value, now.rlim_max);
        const rlimit lower{value, value};
        if (::setrlimit(static_cast<__rlimit_resource>(one.resource), &lower) != 0) return false;
    }
    if (nicer_ && ::setpriority(PRIO_PROCESS, 0, 10) != 0) return false;
    if (group_members_ && ::write(group_members_.get(), "0", 1) != 1) return false;
    if (wants_no_new_privileges() && ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return false;
    if (ruleset_ && !restrict_self(ruleset_.get())) return false;
    return filter_.empty() || install(filter_);
}

}  // namespace fairlead::broker::supervision
