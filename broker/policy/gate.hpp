// SPDX-License-Identifier: MIT
//
// gate — where routing asks: may this peer call, emit, hear, offer that? Most peers have no permit
// book, and for them it is one branch. Who has one is asked about each name once; from then on a
// byte, found by the name's number, is the answer.
#pragma once

#include "broker/policy/policy.hpp"
#include "broker/policy/recorder.hpp"
#include "broker/telemetry/line_rate.hpp"

#include <fairlead/vocabulary/ids.hpp>

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fairlead::broker::policy {

using time_point = std::chrono::steady_clock::time_point;

/// What is known of one peer's rights.
class permit_book {
public:
    permit_book(standing who, std::string subject);

    standing const& who() const noexcept { return who_; }
    std::string const& subject() const noexcept { return subject_; }
    /// A call's answer depends on who offers the method.
    bool looks_at_plugins() const noexcept { return looks_at_plugins_; }

private:
    friend class gate;
    enum class answer : std::uint8_t { unasked, yes, no };
    static constexpr std::uint32_t denials_told_per_second = 5;

    standing who_;
    std::string subject_;
    bool looks_at_plugins_ = false;
    std::array<std::vector<answer>, config::actions.size()> known_;  // By route.
    telemetry::line_rate told_{denials_told_per_second};
};

class gate {
public:
    using teller = std::function<void(std::string_view topic, std::string data_json, time_point)>;

    gate() = default;
    /// `recording`: a file for it; empty: none.
    explicit gate(policy rules, std::filesystem::path const& recording = {});

    /// Null: it may do everything, and nobody takes notes.
    std::unique_ptr<permit_book> book_for(identity const& who) const;

    bool permits(permit_book& book, route_id route, question const& asked) {
        if (route != no_route && !(book.looks_at_plugins_ && asked.what == action::call)) {
            auto const& known = book.known_[static_cast<std::size_t>(asked.what)];
            const auto index = static_cast<std::size_t>(raw(route));
            if (index < known.size() && known[index] != permit_book::answer::unasked)
                return known[index] == permit_book::answer::yes;
        }
        return look_up(book, route, asked);
    }

    /// Somebody was refused that: it is told, at most a few times a second. A sentence for `who`.
    std::string deny(permit_book& book, std::string_view who, question const& asked,
                     time_point now);

    /// Refusals that were not told one by one, of a peer that leaves.
    static void close(permit_book& book, std::string_view who);

    void on_denied(teller tell) { tell_ = std::move(tell); }
    void save_recording() {
        if (recorder_) recorder_->save();
    }

private:
    bool look_up(permit_book& book, route_id route, question const& asked);

    policy rules_;
    std::unique_ptr<recorder> recorder_;
    teller tell_;
};

}  // namespace fairlead::broker::policy
