// SPDX-License-Identifier: MIT
//
// owed_news — what the broker must hear and does not take just now: refusals of calls that the page
// serves, and pages that are gone. Whoever waits for those calls would wait for ever.
//
// Bounded: a page that owes too much is told of as gone, and that settles all of its calls.
#pragma once

#include <fairlead/vocabulary/ids.hpp>

#include <algorithm>
#include <deque>
#include <string>
#include <string_view>

namespace fairlead::host {

class owed_news {
public:
    explicit owed_news(std::size_t refusals_max = 16'384) : refusals_max_{refusals_max} {}

    struct debt {
        generation page{};
        std::string refusal;  ///< Empty: the page is gone.
    };

    /// False: it owes too much, and counts as gone from now on.
    bool add_refusal(generation page, std::string text) {
        if (news_.size() >= refusals_max_) return add_gone(page), false;
        news_.push_back({page, std::move(text)});
        return true;
    }
    void add_gone(generation page) {
        std::erase_if(news_, [&](debt const& one) { return one.page == page; });
        news_.push_back({page, {}});
    }

    /// In their order, until one is not taken: `give(debt)` → whether it was.
    template <class Give>
    void pay(Give&& give) {
        while (!news_.empty() && give(std::as_const(news_.front()))) news_.pop_front();
    }
    void clear() noexcept { news_.clear(); }
    bool empty() const noexcept { return news_.empty(); }

private:
    std::size_t refusals_max_;
    std::deque<debt> news_;
};

}  // namespace fairlead::host
