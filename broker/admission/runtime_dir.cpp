// SPDX-License-Identifier: MIT
//
// runtime_dir — mkdir, then lstat: whoever was there first must have been us.
#include "broker/admission/runtime_dir.hpp"

#include <fairlead/handshake/socket_path.hpp>

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <stdexcept>
#include <system_error>

namespace fairlead::broker::admission {
namespace {

void make_private(std::filesystem::path const& folder) {
    if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST)
        throw std::runtime_error{folder.string() + ": " + std::generic_category().message(errno)};
    struct stat found {};
    if (::lstat(folder.c_str(), &found) != 0)
        throw std::runtime_error{folder.string() + ": " + std::generic_category().message(errno)};
    if (!S_ISDIR(found.st_mode)) throw std::runtime_error{folder.string() + ": is not a folder"};
    if (found.st_uid != ::geteuid())
        throw std::runtime_error{folder.string() + ": belongs to another user"};
    if ((found.st_mode & 0077) != 0)
        throw std::runtime_error{folder.string() + ": is open to other users (must be 0700)"};
}

}  // namespace

std::filesystem::path make_runtime_dir(std::string const& app) {
    make_private(handshake::runtime_root());
    auto folder = handshake::app_dir(app);
    make_private(folder);
    return folder;
}

}  // namespace fairlead::broker::admission
