// SPDX-License-Identifier: MIT
//
// permission — what wails.json says of one subject: what it may call, emit, hear and offer.
//
//   "page": { "call": ["main.App.*", "!main.App.Reset"], "hear": ["progress"] }
//
// A list names all that its subject may do of that kind; a kind without a list is as by default.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fairlead::broker::config {

enum class action : std::uint8_t { call, emit, hear, offer };
inline constexpr std::array actions{action::call, action::emit, action::hear, action::offer};

std::string_view to_text(action what) noexcept;
std::optional<action> action_from_text(std::string_view text) noexcept;

/// One entry of a list: `main.App.*`, `!main.App.Reset`, and of calls `@notes`: whatever the plugin
/// notes offers.
class name_pattern {
public:
    /// As written. `takes_plugins`: of a list where `@` means a plugin.
    name_pattern(std::string text, bool takes_plugins);

    std::string const& text() const noexcept { return text_; }
    bool refuses() const noexcept { return refuses_; }
    bool means_plugin() const noexcept { return means_plugin_; }
    bool is_prefix() const noexcept { return is_prefix_; }
    /// Without `!`, `@` and the `*` at the end.
    std::string_view body() const noexcept {
        return std::string_view{text_}.substr(begin_, text_.size() - begin_ - (is_prefix_ ? 1 : 0));
    }

    /// `plugin` offers the name; empty: none does.
    bool fits(std::string_view name, std::string_view plugin) const noexcept {
        const auto against = means_plugin_ ? plugin : name;
        if (means_plugin_ && plugin.empty()) return false;
        return is_prefix_ ? against.starts_with(body()) : against == body();
    }
    /// It fits whatever the other one fits.
    bool covers(name_pattern const& other) const noexcept {
        return means_plugin_ == other.means_plugin_ &&
               (is_prefix_ ? other.body().starts_with(body())
                           : !other.is_prefix_ && other.body() == body());
    }

private:
    std::string text_;
    bool refuses_, means_plugin_, is_prefix_;
    std::size_t begin_;
};

enum class subject_kind : std::uint8_t { page, plugin, tool };

/// `page`, `page https://*.example.org @window`, `plugin notes`, `plugin *`, `tool`.
struct permission_subject {
    subject_kind kind = subject_kind::tool;
    std::string who;     ///< Pattern of an origin, empty: the app's own; a plugin's name, or `*`.
    std::string window;  ///< The host whose page it is; empty: any.

    /// The one way to write it.
    std::string text() const;
    bool operator==(permission_subject const&) const = default;
};

/// Cut into its parts; nothing: it is not of any of those forms.
std::optional<permission_subject> parse_subject(std::string_view text);

struct permission_rule {
    permission_subject subject;
    std::array<std::optional<std::vector<name_pattern>>, actions.size()> lists;

    std::optional<std::vector<name_pattern>> const& list(action what) const noexcept {
        return lists[static_cast<std::size_t>(what)];
    }
};

}  // namespace fairlead::broker::config
