// SPDX-License-Identifier: MIT
//
// incoming_call — a call that somebody made to one of our methods, and the duty to answer it.
#pragma once

#include <fairlead/client/call_line.hpp>
#include <fairlead/client/call_notes.hpp>
#include <fairlead/client/reply.hpp>
#include <fairlead/vocabulary/ids.hpp>

#include <functional>
#include <memory>

namespace fairlead::client {

/// Answers one call exactly once: the first answer counts, and one that is dropped unanswered
/// answers with app-error. May be moved to any thread; safe after the connection has ended.
class responder {
public:
    /// For the handler's own time on the connection's thread.
    responder(connection_core& core, request_id request, bool takes_binary,
              std::unique_ptr<call_notes> notes = {}) noexcept
        : here_{&core}, request_{request}, takes_binary_{takes_binary}, notes_{std::move(notes)} {}
    responder(responder&& other) noexcept;
    responder& operator=(responder&& other) noexcept;
    ~responder();

    /// `attachments` only for a call that takes binary.
    void result(std::string_view json, std::span<const bytes> attachments = {});
    void error(errc code, std::string_view message, std::string_view data_json = {});
    /// The caller has taken the call back: nobody waits for an answer.
    void forget() noexcept { request_ = no_request; }

    /// Only now its handler begins: until here it has waited for a thread.
    void begins() noexcept {
        if (notes_) [[unlikely]]
            notes_->times[1] = wire::nanoseconds_now();
    }
    /// The trace that it is a part of; null: none. As long as this is not answered or moved.
    wire::trace_context const* context() const noexcept {
        return notes_ && notes_->context ? &*notes_->context : nullptr;
    }

    /// For what goes along the call until it is answered.
    call_line line() const;

private:
    /// The one that has come by, and what keeps it safe elsewhere: most calls are answered where
    /// they arrive, and then nothing is counted.
    connection_core* here_ = nullptr;  // Null once moved.
    std::weak_ptr<connection_core> elsewhere_;
    request_id request_{};  // no_request once answered.
    bool takes_binary_ = false;
    std::unique_ptr<call_notes> notes_;  // Stays where it is when this moves.
};

struct incoming_call {
    request_id request;         ///< Names the call to on_cancel; unique while it runs.
    std::string_view args;      ///< JSON array text; gone when the handler returns.
    std::uint32_t deadline_ms;  ///< What is left of the caller's patience; 0 = no deadline.
    responder answer;
    /// What {"$bytes":n} in args means; copy what you keep. Gone once it is answered here.
    std::span<const bytes> attachments{};
    bool takes_binary = false;    ///< The answer may have attachments.
    bool takes_items = false;     ///< The answer may be a stream.
    bool takes_progress = false;  ///< The caller listens to it.
    std::uint64_t caller = 0;     ///< The same for all calls of one peer or page, and of no other.
};

/// Runs on the connection's thread: must not block and must not throw. Long work goes elsewhere and
/// takes the responder along.
using call_handler = std::function<void(incoming_call&&)>;

}  // namespace fairlead::client
