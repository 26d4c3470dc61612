// SPDX-License-Identifier: MIT
//
// wiretap — somebody who looks at what is routed and changes nothing. Nobody does, most of the
// time: then a frame costs one test of a pointer.
#pragma once

#include "broker/routing/pending_replies.hpp"

#include <cstddef>
#include <span>
#include <string_view>

namespace fairlead::broker::routing {

/// What somebody says, as it goes through the rings.
struct heard {
    std::span<const std::byte> bytes;
    bool binary = false;      ///< wire::attached_payload: bytes beside the JSON.
    std::string_view data{};  ///< Of an error: what is beside its message.
};

/// Views are borrowed for the length of one function call; senders may still write to payloads. To
/// be left soon: whoever listens copies what he wants and does the rest when the turn is over.
class wiretap {
public:
    virtual ~wiretap() = default;
    /// It was handed to its provider.
    virtual void on_call(asker const& from, peer const& to, std::string_view name,
                         heard const& args) = 0;
    /// Its provider's word. `code` says nothing of a result.
    virtual void on_answer(pending_replies::debt const& owed, bool is_error, errc code,
                           heard const& answer) = 0;
    /// An item on one of its streams.
    virtual void on_item(pending_replies::debt const& owed, std::uint32_t stream,
                         heard const& item) = 0;
    /// The broker's own word: denied, timeout, nobody there … Where the name is not known, it is
    /// empty, and the route may be.
    virtual void on_refusal(asker const& to, route_id route, std::string_view name, errc code,
                            std::string_view message) = 0;
    /// By the broker: no emitter.
    virtual void on_event(peer const* emitter, std::string_view topic,
                          std::span<const std::byte> data, std::size_t readers) = 0;
};

class call_tracer;

/// Where one listens, and where calls are timed.
struct tap_point {
    wiretap* ear = nullptr;
    call_tracer* tracer = nullptr;
};

}  // namespace fairlead::broker::routing
