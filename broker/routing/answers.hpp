// SPDX-License-Identifier: MIT
//
// answers — a settled request on its way home, in the form that its asker wants: a result or error
// frame, or the text of a page's callback. Who does not take its answers is cut.
#pragma once

#include "broker/routing/blob_ledger.hpp"
#include "broker/routing/callback_text.hpp"
#include "broker/routing/pending_replies.hpp"
#include "broker/routing/wiretap.hpp"
#include "broker/telemetry/counters.hpp"
#include "broker/telemetry/traffic.hpp"

#include <optional>
#include <span>
#include <string_view>

namespace fairlead::broker::routing {

class answers {
public:
    answers(blob_ledger& blobs, telemetry::counters& counters, telemetry::traffic& traffic,
            tap_point const& tap)
        : blobs_{blobs}, counters_{counters}, traffic_{traffic}, tap_{tap} {}

    void result(asker const& to, route_id route, std::span<const std::byte> payload);

    /// A result with attachments of `provider`. False: they go nowhere, its owner is to be told.
    bool binary_result(asker const& to, route_id route, peer& provider,
                       std::span<const std::byte> payload);

    /// The broker's word. `data_json` is one JSON value or empty.
    void error(asker const& to, route_id route, errc code, std::string_view message,
               std::string_view data_json = {}) {
        if (tap_.ear != nullptr) [[unlikely]]
            tap_.ear->on_refusal(to, route, {}, code, message);
        pass_on_error(to, route, code, message, data_json);
    }
    /// The provider's.
    void pass_on_error(asker const& to, route_id route, errc code, std::string_view message,
                       std::string_view data_json);

    /// Null, most of the time.
    wiretap* ear() const noexcept { return tap_.ear; }

    /// The provider may stop working on it; whether it does is its own business.
    static void take_back(pending_replies::debt const& owed);

private:
    push_result push_result_to(asker const& to, route_id route, std::span<const std::byte> payload);
    push_result push_error_to(asker const& to, route_id route, errc code, std::string_view message,
                              std::string_view data_json);
    void judge(push_result outcome, asker const& to);
    /// It is about to go home; nothing: with a result.
    void time_home(wire::frame_header& header, asker const& to, std::optional<errc> failed) const {
        if (to.trace != 0) [[unlikely]]
            ask_for_times(header, to, failed);
    }
    void ask_for_times(wire::frame_header& header, asker const& to,
                       std::optional<errc> failed) const;

    blob_ledger& blobs_;
    telemetry::counters& counters_;
    telemetry::traffic& traffic_;
    tap_point const& tap_;
    callback_text text_;
};

}  // namespace fairlead::broker::routing
