// SPDX-License-Identifier: MIT
//
// latency — a walk over the buckets.
#include <fairlead/meter/latency.hpp>

#include <numeric>

namespace fairlead::meter {

std::uint64_t count_of(latency_counts const& all) noexcept {
    return std::accumulate(all.begin(), all.end(), std::uint64_t{0});
}

double quantile_ns(latency_counts const& all, double q) noexcept {
    const auto wanted = q * static_cast<double>(count_of(all));
    double below = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i] == 0) continue;
        const auto here = static_cast<double>(all[i]);
        if (below + here < wanted) {
            below += here;
            continue;
        }
        const auto begin = static_cast<double>(bucket_begin(i));
        if (i + 1 == all.size()) return begin;
        const auto share = (wanted - below) / here;
        return begin + share * (static_cast<double>(bucket_begin(i + 1)) - begin);
    }
    return 0;
}

}  // namespace fairlead::meter
