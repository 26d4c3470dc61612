// SPDX-License-Identifier: MIT
//
// account — what one peer uses of each resource. Nothing here allocates.
//
// Whoever keeps a resource for a peer (a slot, an offer, a blob) takes it from the account and
// gives it back where it is freed: each in one place.
//
// When three quarters of a bound are used there is news, once: again only after less than a half
// has been used. Whoever makes the news asks for it (take_news), where it can be told.
#pragma once

#include "broker/accounting/limits.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

namespace fairlead::broker::accounting {

enum class resource : std::uint8_t {
    calls,          ///< In flight, asked by it.
    offers,         ///< Methods.
    subscriptions,  ///< Topics.
    names,          ///< That it has put into the table of all; never given back.
    blobs,
    blob_bytes,
    queue_bytes,  ///< What waits for it beside its full ring.
};
inline constexpr std::size_t resources = 7;

/// As in news and in wails.json: "calls", "blobBytes".
std::string_view to_text(resource what) noexcept;

/// Three quarters of a bound are used.
struct pressure {
    resource what{};
    std::uint64_t used = 0, bound = 0;
    std::chrono::milliseconds since{0};  ///< So long it has been more than a half.
};

class account {
public:
    using time_point = std::chrono::steady_clock::time_point;

    explicit account(peer_limits const& limits = {}) noexcept;
    account(account const&) = delete;  // There is one for each peer.
    account& operator=(account const&) = delete;

    std::uint64_t used(resource what) const noexcept { return at(what).used; }
    std::uint64_t bound(resource what) const noexcept { return at(what).bound; }
    bool has_room(resource what, std::uint64_t much = 1) const noexcept {
        auto const& one = at(what);
        return one.used <= one.bound && much <= one.bound - one.used;  // A sum can wrap.
    }

    void take(resource what, std::uint64_t much = 1) noexcept {
        auto& one = at(what);
        one.used += much;
        if (one.used >= one.next) [[unlikely]]
            rise(what);
    }
    void give_back(resource what, std::uint64_t much = 1) noexcept {
        auto& one = at(what);
        one.used -= much;
        if (one.used < one.calm) [[unlikely]]
            fall(what);
    }
    /// Of what is measured, not counted.
    void set(resource what, std::uint64_t used) noexcept {
        auto& one = at(what);
        one.used = used;
        if (used >= one.next) [[unlikely]]
            rise(what);
        else if (used < one.calm) [[unlikely]] fall(what);
    }

    bool has_news() const noexcept { return news_ != 0; }
    /// tell(pressure) for each resource that three quarters are used of since the last time.
    template <class Tell>
    void take_news(time_point now, Tell&& tell) {
        // Telling may make more of it.
        const auto some = std::exchange(news_, 0);
        for (std::size_t i = 0; i < resources; ++i)
            if ((some & 1u << i) != 0)
                if (const auto one = news_of(static_cast<resource>(i), now)) tell(*one);
    }

private:
    static constexpr std::uint64_t nothing_more = ~std::uint64_t{0};
    struct level {
        std::uint64_t used = 0, bound = 0;
        std::uint64_t next = nothing_more;  ///< From so much on there is news.
        std::uint64_t calm = 0;             ///< Below that all begins anew.
        std::optional<time_point> since;    ///< It has been more than a half.
    };

    level& at(resource what) noexcept { return levels_[static_cast<std::size_t>(what)]; }
    level const& at(resource what) const noexcept {
        return levels_[static_cast<std::size_t>(what)];
    }
    void rise(resource what) noexcept;
    void fall(resource what) noexcept;
    std::optional<pressure> news_of(resource what, time_point now) noexcept;

    std::array<level, resources> levels_;
    std::uint32_t news_ = 0;  // A bit for each.
};

}  // namespace fairlead::broker::accounting
