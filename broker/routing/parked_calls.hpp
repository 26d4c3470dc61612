// SPDX-License-Identifier: MIT
//
// parked_calls — calls that wait, in order, for a plugin to start. Bounded in number, bytes and
// time.
#pragma once

#include "broker/routing/pending_replies.hpp"

#include <fairlead/wire/trace_context.hpp>

#include <deque>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace fairlead::broker::routing {

struct parking_limits {
    std::size_t calls_max = 1024;
    std::size_t bytes_max = 16u << 20;
    std::chrono::milliseconds wait_max{5'000};
};

struct parked_call {
    asker from;  ///< Without callback_id: that is the string below.
    std::string callback_id;
    std::string name;
    std::vector<std::byte> args;
    bool binary = false;  ///< The arguments have attachments.
    bool resent = false;  ///< Its first plugin died in it.
    std::optional<wire::trace_context> context;
    std::uint32_t budget_ms = 0;
    time_point deadline = never;  ///< The caller's own.
    time_point give_up_at{};      ///< Ours.
    std::string waits_for;        ///< The plugin.

    /// The asker as it was; valid as long as this stays where it is.
    asker who_asks() const noexcept {
        auto whole = from;
        whole.callback_id = callback_id;
        return whole;
    }
    std::size_t cost() const noexcept {
        return sizeof *this + callback_id.size() + name.size() + args.size();
    }
};

class parked_calls {
public:
    explicit parked_calls(parking_limits limits = {}) : limits_{limits} {}

    parking_limits const& limits() const noexcept { return limits_; }

    /// Counts as one of the asker's calls in flight. False: no room, nothing was kept.
    bool try_park(parked_call&& one);

    /// Takes out all that satisfy `which`, in the order in which they came.
    template <class Which>
    std::vector<parked_call> take_if(Which&& which) {
        std::vector<parked_call> taken;
        std::deque<parked_call> kept;
        for (auto& one : waiting_) {
            if (which(std::as_const(one))) {
                bytes_ -= one.cost();
                one.from.who->use.give_back(resource::calls);
                taken.push_back(std::move(one));
            } else {
                kept.push_back(std::move(one));
            }
        }
        waiting_ = std::move(kept);
        return taken;
    }

    /// When the first of them will have waited too long; `never` when there is none.
    time_point next_deadline() const noexcept;

    bool empty() const noexcept { return waiting_.empty(); }
    std::size_t size() const noexcept { return waiting_.size(); }

private:
    parking_limits limits_;
    std::deque<parked_call> waiting_;
    std::size_t bytes_ = 0;
};

}  // namespace fairlead::broker::routing
