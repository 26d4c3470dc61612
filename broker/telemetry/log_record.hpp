// SPDX-License-Identifier: MIT
//
// log_record — what is said as a line, and as fields for the journal; pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

namespace fairlead::broker::telemetry {

enum class log_level : std::uint8_t { trace, debug, info, warn, error, off };

/// Who says it, and whom it is about. Only borrowed: it lives as long as the call.
struct origin {
    std::string_view component;  ///< A room of the broker's; of a peer's own words its name.
    std::string_view plugin{};   ///< Of a plugin, or about it.
    std::string_view peer{};     ///< Of a session.

    template <class Text>
        requires std::is_convertible_v<Text const&, std::string_view>
        // NOLINTNEXTLINE(google-explicit-constructor): most lines are about nobody.
        origin(Text const& component_) : component{component_} {}
        origin(std::string_view component_, std::string_view plugin_, std::string_view peer_ = {})
            : component{component_}, plugin{plugin_}, peer{peer_} {}
};

/// A session of that name, which may be a plugin's.
inline origin about_peer(std::string_view component, std::string_view name, bool is_plugin) {
    return {component, is_plugin ? name : std::string_view{}, name};
}

/// What is longer is cut.
constexpr std::size_t journal_text_bytes_max = 16'384;

/// `[component] message`, without a character that would end the line or steer a terminal.
std::string line_of(origin const& from, std::string_view message);

/// FIELD=value lines, as journald reads them.
std::string record_of(std::string_view app, log_level level, origin const& from,
                      std::string_view message);

}  // namespace fairlead::broker::telemetry
