// SPDX-License-Identifier: MIT
//
// topic_rule — what the manifest says of a topic, or of all that begin alike: what becomes of an
// event that a subscriber cannot take at once.
//
//   "topics": { "sensor/*": "keep-latest", "ledger": { "delivery": "block" } }
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace fairlead::broker::config {

enum class delivery : std::uint8_t {
    drop_oldest,  ///< The oldest events that wait make room. Unless said otherwise.
    keep_latest,  ///< Of each topic only the newest event waits.
    block,        ///< Nothing is lost: the emitter waits for its slowest subscriber.
    cut,          ///< Nothing is lost: who has no room left is cut.
};

/// As in the manifest: "drop-oldest".
std::optional<delivery> delivery_from_text(std::string_view text) noexcept;

struct topic_rule {
    std::string pattern;  ///< A topic, or the beginning of topics with `*` as its last character.
    delivery how = delivery::drop_oldest;

    bool is_prefix() const noexcept { return pattern.ends_with('*'); }
    /// Without the `*`.
    std::string_view text() const noexcept {
        return std::string_view{pattern}.substr(0, pattern.size() - (is_prefix() ? 1 : 0));
    }
    bool fits(std::string_view topic) const noexcept {
        return is_prefix() ? topic.starts_with(text()) : topic == pattern;
    }
};

/// 1 to 512 bytes of UTF-8 without line feed, with a `*` nowhere but at the end.
bool is_valid_pattern(std::string_view pattern) noexcept;

}  // namespace fairlead::broker::config
