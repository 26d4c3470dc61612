// SPDX-License-Identifier: MIT
//
// answers — a settled request on its way home, in the form that its asker wants: a result or error
// frame, or the text of a page's callback. Who does not take its answers is cut.
#pragma once

#include "broker/routing/callback_text.hpp"
#include "broker/routing/pending_replies.hpp"
#include "broker/telemetry/counters.hpp"

#include <span>
#include <string_view>

namespace fairlead::broker::routing {

class answers {
public:
    explicit answers(telemetry::counters& counters) : counters_{counters} {}

    void result(asker const& to, route_id route, std::span<const std::byte> payload);

    /// `data_json` is one JSON value or empty.
    void error(asker const& to, route_id route, errc code, std::string_view message,
               std::string_view data_json = {});

private:
    push_result push_result_to(asker const& to, route_id route, std::span<const std::byte> payload);
    push_result push_error_to(asker const& to, route_id route, errc code, std::string_view message,
                              std::string_view data_json);
    void judge(push_result outcome, asker const& to);

    telemetry::counters& counters_;
    callback_text text_;
};

}  // namespace fairlead::broker::routing
