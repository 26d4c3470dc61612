// SPDX-License-Identifier: MIT
//
// account — the rare half: crossing a half, three quarters, and coming back.
#include "broker/accounting/account.hpp"

#include <algorithm>

namespace fairlead::broker::accounting {
namespace {

constexpr std::uint64_t half_of(std::uint64_t bound) noexcept {
    return std::max<std::uint64_t>(bound / 2, 1);
}
constexpr std::uint64_t most_of(std::uint64_t bound) noexcept {
    return std::max<std::uint64_t>(bound - bound / 4, 1);
}

}  // namespace

std::string_view to_text(resource what) noexcept {
    switch (what) {
        case resource::calls: return "calls";
        case resource::offers: return "offers";
        case resource::subscriptions: return "subscriptions";
        case resource::names: return "names";
        case resource::blobs: return "blobs";
        case resource::blob_bytes: return "blobBytes";
        case resource::queue_bytes: return "queueBytes";
    }
    return "?";
}

account::account(peer_limits const& limits) noexcept {
    at(resource::calls).bound = limits.calls;
    at(resource::offers).bound = limits.offers;
    at(resource::subscriptions).bound = limits.subscriptions;
    at(resource::names).bound = limits.names;
    at(resource::blobs).bound = limits.blobs;
    at(resource::blob_bytes).bound = limits.blob_bytes;
    at(resource::queue_bytes).bound = wire::overflow_bytes_max;
    for (auto& one : levels_) one.next = half_of(one.bound);
}

void account::rise(resource what) noexcept {
    auto& one = at(what);
    const auto most = most_of(one.bound);
    one.calm = half_of(one.bound);
    one.next = one.used >= most ? nothing_more : most;
    news_ |= 1u << static_cast<unsigned>(what);
}

void account::fall(resource what) noexcept {
    auto& one = at(what);
    one.calm = 0;
    one.next = half_of(one.bound);
    one.since.reset();
}

std::optional<pressure> account::news_of(resource what, time_point now) noexcept {
    auto& one = at(what);
    if (one.calm == 0) return std::nullopt;  // Over already.
    if (!one.since) one.since = now;
    if (one.next != nothing_more) return std::nullopt;
    return pressure{what, one.used, one.bound,
                    std::chrono::duration_cast<std::chrono::milliseconds>(now - *one.since)};
}

}  // namespace fairlead::broker::accounting
