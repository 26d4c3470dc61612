// SPDX-License-Identifier: MIT
//
// single_instance — take the lock, or tell its holder; whoever is just starting or ending is asked
// again.
#include "cli/launch/single_instance.hpp"

#include "cli/attach.hpp"
#include "cli/exit_code.hpp"

#include <fairlead/handshake/socket_path.hpp>
#include <fairlead/vocabulary/json_string.hpp>
#include <fairlead/vocabulary/result.hpp>
#include <fairlead/vocabulary/window_names.hpp>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <thread>

namespace fairlead::cli {
namespace {

using namespace std::chrono_literals;
using clock = std::chrono::steady_clock;

constexpr auto patience = 10s;
constexpr auto between_looks = 50ms;

[[noreturn]] void fail(std::string const& why) {
    throw command_failed{exit_code::failure, "run", why};
}

std::filesystem::path lock_path(std::string const& id) {
    const auto root = handshake::runtime_root();
    std::error_code ignored;  // What matters is looked at below.
    std::filesystem::create_directories(root.parent_path(), ignored);
    ::mkdir(root.c_str(), 0700);
    struct stat found {};
    if (::lstat(root.c_str(), &found) != 0 || !S_ISDIR(found.st_mode) ||
        found.st_uid != ::geteuid())
        fail(root.native() + " is not a folder of this user");
    return root / ("instance-" + id + ".lock");
}

std::string read_name(int fd) {
    std::array<char, 256> text{};
    const auto got = ::pread(fd, text.data(), text.size(), 0);
    return got > 0 ? std::string{text.data(), static_cast<std::size_t>(got)} : std::string{};
}

void write_name(int fd, std::string const& name) {
    if (::ftruncate(fd, 0) != 0 ||
        ::pwrite(fd, name.data(), name.size(), 0) != static_cast<ssize_t>(name.size()))
        fail("the lock of the single instance: " + last_system_error().message());
}

std::string news(std::vector<std::string> const& args) {
    std::string json = "[[";
    for (auto const& arg : args) {
        if (json.back() != '[') json += ',';
        append_json_string(json, arg);
    }
    std::error_code gone;  // A working directory may have been removed.
    append_json_string(json += "],", std::filesystem::current_path(gone).native());
    return json + "]";
}

/// False: it is not there yet, or not any more.
bool tell(std::string const& app, std::string const& json) {
    if (app.empty()) return false;
    try {
        const auto asked = attach({.app = app, .socket = {}, .timeout = 2s});
        return asked->call_wait(window_names::launched_again, json, {2s}).ok;
    } catch (std::exception const&) {
        return false;
    }
}

}  // namespace

std::variant<sole_instance, handed_over> become_instance(app_folder const& app,
                                                         std::vector<std::string> const& args) {
    if (app.instance_id.empty()) return sole_instance{};
    const auto path = lock_path(app.instance_id);
    const auto until = clock::now() + patience;
    for (;;) {
        unique_fd lock{::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600)};
        if (!lock) fail(path.native() + ": " + last_system_error().message());
        if (::flock(lock.get(), LOCK_EX | LOCK_NB) == 0) {
            write_name(lock.get(), app.name);
            return sole_instance{std::move(lock)};
        }
        if (tell(read_name(lock.get()), news(args))) return handed_over{};
        if (clock::now() > until) fail(app.name + " is running already and does not answer");
        std::this_thread::sleep_for(between_looks);
    }
}

}  // namespace fairlead::cli
