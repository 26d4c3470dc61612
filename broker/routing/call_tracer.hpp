// SPDX-License-Identifier: MIT
//
// call_tracer — somebody who takes the times of calls. Nobody does, most of the time: then a call
// costs one test of a pointer where it begins, and of a number in its asker afterwards.
#pragma once

#include "broker/routing/pending_replies.hpp"

#include <fairlead/wire/timing.hpp>
#include <fairlead/wire/trace_context.hpp>

#include <cstdint>
#include <optional>
#include <string_view>

namespace fairlead::broker::routing {

/// Each is called at the moment that it is about; whoever is told reads the clock himself, because
/// that of the turn stands still while a turn lasts.
class call_tracer {
public:
    virtual ~call_tracer() = default;

    virtual void on_come(peer& who) = 0;
    /// Nothing of it will come any more.
    virtual void on_gone(peer const& who) = 0;

    /// It was taken out of its asker's ring. The number that names it from now on; 0: nobody wants
    /// to know about this one.
    virtual std::uint32_t on_call(asker const& from, std::string_view name,
                                  wire::trace_context const* context) = 0;
    /// It is about to be put into its provider's. True: the provider is asked for its times.
    virtual bool on_forward(std::uint32_t call, peer const& to, request_id given) = 0;
    /// Its provider's word was taken out of the ring.
    virtual void on_answer(std::uint32_t call) = 0;
    /// It is about to be put into the asker's, a result or not. True: the asker is asked for its
    /// times.
    virtual bool on_home(std::uint32_t call, std::optional<errc> failed) = 0;

    virtual void on_timing(peer const& from, wire::timed_as as, request_id request,
                           wire::call_points const& points) = 0;
};

}  // namespace fairlead::broker::routing
