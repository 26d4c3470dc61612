// SPDX-License-Identifier: MIT
//
// topic_rule — the words of the manifest.
#include "broker/config/topic_rule.hpp"

#include <fairlead/wire/frame_codec.hpp>

namespace fairlead::broker::config {

std::optional<delivery> delivery_from_text(std::string_view text) noexcept {
    if (text == "drop-oldest") return delivery::drop_oldest;
    if (text == "keep-latest") return delivery::keep_latest;
    if (text == "block") return delivery::block;
    if (text == "cut") return delivery::cut;
    return std::nullopt;
}

bool is_valid_pattern(std::string_view pattern) noexcept {
    return wire::is_valid_name(pattern) &&
           pattern.substr(0, pattern.size() - 1).find('*') == std::string_view::npos;
}

}  // namespace fairlead::broker::config
