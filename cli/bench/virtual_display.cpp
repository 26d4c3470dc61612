// SPDX-License-Identifier: MIT
//
// virtual_display — Xvfb says on a pipe which number it took.
#include "cli/bench/virtual_display.hpp"

#include "cli/exit_code.hpp"
#include "cli/launch/app_folder.hpp"

#include <fairlead/vocabulary/unique_fd.hpp>

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdlib>

namespace fairlead::cli {
namespace {

constexpr int patience_ms = 15'000;

bool is_set(char const* name) {
    char const* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nobody calls setenv.
    return value != nullptr && *value != '\0';
}

}  // namespace

virtual_display::virtual_display() {
    if (is_set("DISPLAY") || is_set("WAYLAND_DISPLAY")) return;
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0)
        throw command_failed{exit_code::failure, "bench", "no pipe for Xvfb"};
    const unique_fd read_end{ends[0]};
    unique_fd write_end{ends[1]};
    const unique_fd log{::memfd_create("fairlead-xvfb", MFD_CLOEXEC)};
    server_.emplace(
        child_process::start({.program = program("Xvfb"),
                              .args = {"-displayfd", std::to_string(write_end.get()), "-screen",
                                       "0", "1280x900x24", "-nolisten", "tcp"},
                              .inherited = {write_end.get()},
                              .errors = log.get()}));
    write_end.reset();
    // Of what it complains of it can usually help itself: of numbers that others have.
    const auto last_words = [&] {
        std::string words(1'000, ' ');
        const auto got = ::pread(log.get(), words.data(), words.size(), 0);
        words.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
        return words.empty() ? words : ": " + words;
    };
    std::string number;
    for (char digit = 0;;) {
        pollfd wait{read_end.get(), POLLIN, 0};
        if (::poll(&wait, 1, patience_ms) <= 0 || ::read(read_end.get(), &digit, 1) != 1)
            throw command_failed{exit_code::failure, "bench", "Xvfb did not start" + last_words()};
        if (digit == '\n') break;
        number += digit;
    }
    name_ = ":" + number;
}

std::vector<std::pair<std::string, std::string>> virtual_display::environment() const {
    if (name_.empty()) return {};
    return {{"DISPLAY", name_},
            {"GDK_BACKEND", "x11"},
            {"LIBGL_ALWAYS_SOFTWARE", "1"},
            {"NO_AT_BRIDGE", "1"},
            {"GTK_USE_PORTAL", "0"},
            {"GSETTINGS_BACKEND", "memory"},
            // Nobody is there to be told, and a bus would be started for it.
            {"DBUS_SESSION_BUS_ADDRESS", "disabled:"}};
}

}  // namespace fairlead::cli
