// SPDX-License-Identifier: MIT
//
// child_environment — the list, and the names that an app adds to it.
#include "broker/supervision/child_environment.hpp"
#include "broker/supervision/child_side.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>

namespace fairlead::broker::supervision {
namespace {

/// A star stands for whatever follows.
constexpr std::array<std::string_view, 40> passed_on{
    "PATH", "HOME", "USER", "LOGNAME", "SHELL", "PWD", "TMPDIR", "TMP", "TEMP", "TERM", "TZ",
    // Language.
    "LANG", "LANGUAGE", "LC_*",
    // The desktop.
    "XDG_*", "DISPLAY", "XAUTHORITY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "DESKTOP_*",
    "GTK_*", "GDK_*", "QT_*", "KDE_*", "GNOME_*",
    // Where libraries, interpreters and certificates lie.
    "LD_LIBRARY_PATH", "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "NODE_PATH", "JAVA_HOME",
    "SSL_CERT_FILE", "SSL_CERT_DIR", "MALLOC_*",
    // Ours, and those of sanitizers and coverage.
    "FAIRLEAD_*", "ASAN_*", "TSAN_*", "UBSAN_*", "LSAN_*", "LLVM_PROFILE_FILE"};

bool fits(std::string_view variable, std::string_view pattern) noexcept {
    if (!pattern.ends_with('*')) return variable == pattern;
    pattern.remove_suffix(1);
    return variable.starts_with(pattern);
}

}  // namespace

bool is_passed_on(std::string_view variable) noexcept {
    return std::ranges::any_of(passed_on, [&](auto pattern) { return fits(variable, pattern); });
}

std::map<std::string, std::string> child_environment(launch const& what) {
    std::map<std::string, std::string> all;
    for (char** entry = environ; *entry != nullptr; ++entry) {
        const std::string_view text{*entry};
        const auto at = text.find('=');
        if (at == text.npos || at == 0) continue;
        const auto name = text.substr(0, at);
        if (is_passed_on(name) || std::ranges::any_of(what.env_passed, [&](auto const& pattern) {
                return fits(name, pattern);
            }))
            all.insert_or_assign(std::string{name}, std::string{text.substr(at + 1)});
    }
    for (auto const& [key, value] : what.env) all.insert_or_assign(key, value);
    all.insert_or_assign("FAIRLEAD_TOKEN_FD", std::to_string(token_fd_in_child));
    return all;
}

}  // namespace fairlead::broker::supervision
