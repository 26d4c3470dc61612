// SPDX-License-Identifier: MIT
//
// near_name — the usual table of edit distances, three rows of it.
#include "broker/routing/near_name.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace fairlead::broker::routing {

std::size_t slips_between(std::string_view one, std::string_view other, std::size_t most) {
    const auto gap =
        one.size() > other.size() ? one.size() - other.size() : other.size() - one.size();
    if (gap > most) return most + 1;

    std::vector<std::size_t> before_last, last(other.size() + 1), row(other.size() + 1);
    for (std::size_t j = 0; j <= other.size(); ++j) last[j] = j;
    for (std::size_t i = 1; i <= one.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= other.size(); ++j) {
            const std::size_t replaced = one[i - 1] == other[j - 1] ? 0 : 1;
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + replaced});
            if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
                row[j] = std::min(row[j], before_last[j - 2] + 1);
        }
        if (*std::ranges::min_element(row) > most) return most + 1;
        before_last = std::exchange(last, row);
    }
    return std::min(last.back(), most + 1);
}

}  // namespace fairlead::broker::routing
