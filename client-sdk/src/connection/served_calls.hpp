// SPDX-License-Identifier: MIT
//
// served_calls — calls to this peer's own methods: from the frame to the method's handler, and the
// answer back.
//
// Calls arrive on the loop's thread; answers are sent from any.
#pragma once

#include "arrived_payload.hpp"
#include "call_times.hpp"
#include "frame_outlet.hpp"
#include "handler_slot.hpp"

#include <fairlead/client/connection.hpp>

#include <deque>
#include <memory>
#include <mutex>
#include <vector>

namespace fairlead::client {

class served_calls {
public:
    /// `core` is what responders answer through.
    served_calls(connection_core& core, frame_outlet& outlet, arrived_payload& arrived,
                 call_times& times) noexcept
        : core_{core}, outlet_{outlet}, arrived_{arrived}, times_{times} {}

    /// The index by which the broker calls it. From any thread.
    std::uint64_t add(call_handler on_call);

    void on_call(wire::frame_view const& frame);
    /// The call that comes next is a part of that trace.
    void on_context(wire::frame_view const& frame);

    void send_result(request_id request, std::string_view json, std::span<const bytes> attachments,
                     bool takes_binary, call_notes* notes);
    void send_error(request_id request, errc code, std::string_view message, std::string_view data,
                    call_notes* notes = nullptr);
    /// On the loop's thread, ahead of the answer: the caller gets its memory back.
    void drop_arguments(std::span<const bytes> answer) noexcept { arrived_.drop_large(answer); }

    handler_slot<std::function<void(request_id)>> cancels;
    handler_slot<std::function<void(request_id, stream_item const&)>> items;
    handler_slot<std::function<void(request_id, stream_credit const&)>> credits;

private:
    call_handler const* handler_at(std::size_t index);  // Null: there is none.
    /// Null: it is as any other.
    std::unique_ptr<call_notes> notes_of(wire::frame_view const& call);
    /// Under the outlet's lock, when the answer is out.
    void tell_times(request_id request, call_notes& notes);

    connection_core& core_;
    frame_outlet& outlet_;
    arrived_payload& arrived_;
    call_times& times_;
    std::vector<call_handler const*> known_;  // Of offered_, for the loop's thread alone.
    request_id context_for_ = no_request;     // The call with that number, if it comes next, …
    wire::trace_context context_;             // … is a part of that trace.

    std::mutex offering_;
    std::deque<call_handler> offered_;  // By handler index; never shrinks, references stay valid.
};

}  // namespace fairlead::client
