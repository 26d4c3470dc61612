// SPDX-License-Identifier: MIT
//
// folder_watch — inotify(7): a watch for each folder. A new folder is looked through when it is
// added: files may have come into it before the watch did.
#include "cli/dev/folder_watch.hpp"

#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>

namespace fairlead::cli::dev {
namespace {

namespace fs = std::filesystem;

constexpr std::uint32_t what_counts =
    IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_CREATE | IN_DELETE | IN_ATTRIB | IN_ONLYDIR;

}  // namespace

folder_watch::folder_watch(std::vector<fs::path> roots, folder_rule enters)
    : roots_{std::move(roots)}, enters_{std::move(enters)}, fd_{::inotify_init1(IN_CLOEXEC |
                                                                                IN_NONBLOCK)} {
    if (!fd_) throw std::system_error{errno, std::generic_category(), "inotify"};
    for (auto const& root : roots_) add_tree(root, nullptr);
}

void folder_watch::add(fs::path const& folder, change_handler const* on_file) {
    if (folders_.size() >= folders_max) {
        incomplete_ = true;
        return;
    }
    const int number = ::inotify_add_watch(fd_.get(), folder.c_str(), what_counts);
    if (number < 0) {
        incomplete_ |= errno == ENOSPC || errno == ENOMEM;
        return;  // It has gone again.
    }
    folders_[number] = folder;
    if (on_file == nullptr) return;
    std::error_code failed;
    for (auto const& entry : fs::directory_iterator{folder, failed})
        if (!entry.is_directory(failed)) (*on_file)(entry.path());
}

/// Links to folders are not followed: they may lead in a circle, or out.
void folder_watch::add_tree(fs::path const& folder, change_handler const* on_file) {
    std::vector<fs::path> left{folder};
    while (!left.empty() && !incomplete_) {
        const auto here = std::move(left.back());
        left.pop_back();
        add(here, on_file);
        std::error_code failed;
        for (auto const& entry : fs::directory_iterator{here, failed})
            if (!entry.is_symlink(failed) && entry.is_directory(failed) && enters_(entry.path()))
                left.push_back(entry.path());
    }
}

void folder_watch::take(change_handler const& on_change) {
    alignas(inotify_event) std::array<char, 64 << 10> buffer;
    for (ssize_t got; (got = ::read(fd_.get(), buffer.data(), buffer.size())) > 0;) {
        for (std::size_t at = 0; at < static_cast<std::size_t>(got);) {
            inotify_event event;
            std::memcpy(&event, buffer.data() + at, sizeof event);
            char const* name = buffer.data() + at + sizeof event;
            at += sizeof event + event.len;
            if ((event.mask & IN_Q_OVERFLOW) != 0) {
                for (auto const& root : roots_) on_change(root);
                continue;
            }
            const auto folder = folders_.find(event.wd);
            if (folder == folders_.end()) continue;
            if ((event.mask & IN_IGNORED) != 0) {
                folders_.erase(folder);
                continue;
            }
            if (event.len == 0) continue;  // The folder itself: its parent says so, too.
            const auto file = folder->second / name;
            if ((event.mask & IN_ISDIR) == 0) on_change(file);
            else if ((event.mask & (IN_CREATE | IN_MOVED_TO)) != 0 && enters_(file))
                add_tree(file, &on_change);
        }
    }
}

}  // namespace fairlead::cli::dev
