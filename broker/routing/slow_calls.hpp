// SPDX-License-Identifier: MIT
//
// slow_calls — calls that took longer than the app thinks right, in the log: of each method one
// line a second, and how many others there were. A call that is not slow costs one comparison.
#pragma once

#include "broker/routing/pending_replies.hpp"
#include "broker/telemetry/line_rate.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace fairlead::broker::routing {

class slow_calls {
public:
    static constexpr std::size_t methods_max = 1'024;

    /// 0: none is slow.
    explicit slow_calls(std::chrono::milliseconds above = {}) noexcept
        : limit_{above.count() > 0 ? std::chrono::nanoseconds{above}
                                   : std::chrono::nanoseconds::max()} {}

    std::chrono::nanoseconds limit() const noexcept { return limit_; }

    /// One that took at least that long, with or without an answer.
    void on_call(pending_replies::debt const& owed, std::string_view name, time_point now);

    /// What is to be said of it; nothing: enough was said of that method in this second.
    std::optional<std::string> line_of(pending_replies::debt const& owed, std::string_view name,
                                       time_point now);

private:
    struct hash {
        std::size_t operator()(route_id one) const noexcept { return raw(one); }
    };
    telemetry::line_rate& rate_of(route_id method);

    std::chrono::nanoseconds limit_;
    std::unordered_map<route_id, telemetry::line_rate, hash> rates_;
    telemetry::line_rate others_{1};  // Methods for which there is no room.
};

}  // namespace fairlead::broker::routing
