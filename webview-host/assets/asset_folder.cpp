// SPDX-License-Identifier: MIT
//
// asset_folder — opening below a descriptor, by openat2 or component by component.
#include "webview-host/assets/asset_folder.hpp"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>

namespace fairlead::host {
namespace {

// O_NONBLOCK: opening a pipe that lies among the assets must not wait for its writer.
constexpr int read_flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;

boost::system::error_code system_error(int number) {
    return {number, boost::system::system_category()};
}

result<unique_fd> open_by_kernel(int root, std::string const& path) {
    open_how how{};
    how.flags = read_flags;
    how.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS;
    unique_fd fd{static_cast<int>(::syscall(SYS_openat2, root, path.c_str(), &how, sizeof how))};
    if (!fd) return last_system_error();
    return fd;
}

result<unique_fd> open_step_by_step(int root, std::string_view path) {
    unique_fd at{::openat(root, ".", O_PATH | O_DIRECTORY | O_CLOEXEC)};
    if (!at) return last_system_error();
    while (!path.empty()) {
        const auto slash = std::min(path.find('/'), path.size());
        const std::string step{path.substr(0, slash)};
        const bool last = slash == path.size();
        path.remove_prefix(std::min(slash + 1, path.size()));
        if (step.empty()) continue;
        const int flags =
            last ? read_flags | O_NOFOLLOW : O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
        unique_fd next{::openat(at.get(), step.c_str(), flags)};
        if (!next) return last_system_error();
        at = std::move(next);
    }
    return at;
}

std::string tag_of(struct stat const& info) {
    return etag_of({static_cast<std::uint64_t>(info.st_ino),
                    static_cast<std::uint64_t>(info.st_size),
                    static_cast<std::uint64_t>(info.st_mtim.tv_sec),
                    static_cast<std::uint64_t>(info.st_mtim.tv_nsec)});
}

}  // namespace

result<asset_folder> asset_folder::open(std::filesystem::path const& root, path_walk walk) {
    unique_fd fd{::open(root.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)};
    if (!fd) return last_system_error();
    return asset_folder{std::move(fd), walk};
}

result<unique_fd> asset_folder::open_below(std::string const& path) const {
    if (walk_ == path_walk::by_kernel) {
        auto fd = open_by_kernel(root_.get(), path);
        // Older kernels do not know the call, older container sandboxes forbid the unknown.
        if (fd || (fd.error() != system_error(ENOSYS) && fd.error() != system_error(EPERM)))
            return fd;
    }
    return open_step_by_step(root_.get(), path);
}

result<asset_file> asset_folder::find(std::string_view url_path) const {
    auto path = decoded_path(url_path);
    if (!path) return system_error(ENOENT);

    for (bool is_index = false;; is_index = true) {
        auto fd = open_below(path->empty() ? "." : *path);
        if (!fd) return fd.error();
        struct stat info {};
        if (::fstat(fd->get(), &info) != 0) return last_system_error();
        if (S_ISREG(info.st_mode))
            return asset_file{std::move(*fd),   0,
                              std::move(*path), static_cast<std::uint64_t>(info.st_size),
                              tag_of(info),     info.st_mtim.tv_sec};
        if (!S_ISDIR(info.st_mode) || is_index) return system_error(ENOENT);
        if (!path->empty() && !path->ends_with('/')) *path += '/';
        *path += "index.html";
    }
}

}  // namespace fairlead::host
