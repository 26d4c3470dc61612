// SPDX-License-Identifier: MIT
//
// origin_rules — whose pages may call, beside the app's own: exact origins, and patterns as Wails
// has them.
//
//   https://example.org        itself, no other port
//   https://*.example.org      one part: https://a.example.org, not https://a.b.example.org
//   http://localhost:*         any port that is written out
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace fairlead {

/// Of the app's own pages: what lies below it comes from the app's folder.
inline constexpr std::string_view own_origin = "wails://wails";

/// scheme://host[:port] of an http or https address, lower case; "" for any other address.
std::string origin_of(std::string_view url);

/// A star is a whole part, or it is refused: anything looser would let strangers in.
bool is_origin_pattern(std::string_view text);

/// Whether some origin fits both.
bool may_meet(std::string_view pattern, std::string_view other);

class origin_rules {
public:
    /// Each is_origin_pattern.
    explicit origin_rules(std::vector<std::string> patterns);

    /// Whether the page at that address may be shown and may call. Not asked for own pages.
    bool allows(std::string_view url) const;
    bool empty() const noexcept { return patterns_.empty(); }

private:
    std::vector<std::string> patterns_;
};

}  // namespace fairlead
