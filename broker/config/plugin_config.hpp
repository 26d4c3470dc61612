// SPDX-License-Identifier: MIT
//
// plugin_config — what wails.json says of one plugin (docs/PLUGINS.md): its program, when it is
// started and ended, what it may use.
#pragma once

#include "broker/accounting/limits.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace fairlead::broker::config {

enum class restart_when : std::uint8_t {
    always,
    on_failure,  ///< Not after it has ended by itself with exit code 0.
    never,
};

struct restart_rules {
    restart_when when = restart_when::always;
    std::chrono::milliseconds delay_first{0};  ///< Most deaths are single.
    std::chrono::milliseconds delay_second{100};
    std::chrono::milliseconds delay_max{5'000};
    std::chrono::milliseconds good_uptime{10'000};    ///< Having run that long, it begins anew.
    std::uint32_t deaths_max = 6;                     ///< That many …
    std::chrono::milliseconds deaths_within{30'000};  ///< … in that time are a crash loop.
};

/// Nothing said: not limited.
struct resource_limits {
    std::uint64_t memory = 0;     ///< Bytes.
    double cpu = 0;               ///< Cores; 0.5 is half of one.
    std::uint64_t files = 0;      ///< Open at once.
    std::uint64_t processes = 0;  ///< With it and all that it starts.
    bool throttle = true;         ///< One that computes and says nothing comes behind all others.

    bool any() const noexcept { return memory != 0 || cpu > 0 || files != 0 || processes != 0; }
};

struct sandbox_rules {
    bool wanted = false;             ///< There is a "sandbox".
    std::vector<std::string> read;   ///< Paths, relative to the app's folder.
    std::vector<std::string> write;  ///< These may be read as well.
    bool network = false;
    bool required = false;  ///< A kernel without it is an error.
};

struct plugin_config {
    std::string name;
    std::string exec;  ///< As written; supervision finds the file.
    std::vector<std::string> args;
    std::vector<std::pair<std::string, std::string>> env;
    std::vector<std::string> env_passed;  ///< Further names, or beginnings with `*`, of ours.
    std::vector<std::string> requires_;   ///< Plugins that must be ready before it is started.
    std::vector<std::string> methods;     ///< What it will offer; a lazy one must say.
    bool lazy = false;                    ///< Started by the first call.
    std::chrono::milliseconds startup{10'000};  ///< From its start until it is ready.
    std::chrono::milliseconds drain{2'000};     ///< From the goodbye until it is killed.
    std::chrono::milliseconds hang{10'000};     ///< Its loop answers that soon; 0: never asked.
    restart_rules restart;
    resource_limits limits;
    accounting::peer_limits use;  ///< Of the broker; in the same "limits".
    sandbox_rules sandbox;
    bool new_privileges = false;  ///< Programs with the setuid bit work, as sudo.
};

}  // namespace fairlead::broker::config
