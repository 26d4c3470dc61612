// SPDX-License-Identifier: MIT
//
// peer — what routing knows of a session: who it is, what it uses, and where its frames are put.
#pragma once

#include "broker/accounting/account.hpp"
#include "broker/policy/gate.hpp"
#include "broker/routing/frame_sink.hpp"
#include "broker/routing/loss_notice.hpp"
#include "broker/telemetry/line_rate.hpp"

#include <fairlead/meter/layout.hpp>
#include <fairlead/vocabulary/ids.hpp>
#include <fairlead/wire/control_message.hpp>
#include <fairlead/wire/trace_context.hpp>

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include <sys/types.h>

namespace fairlead::broker::routing {

using clock = std::chrono::steady_clock;
using time_point = clock::time_point;
inline constexpr time_point never = time_point::max();

using accounting::resource;

/// What a host vouches for when it asks for a page's session. Of a host: whose page it shows.
struct page_papers {
    session_id host{};  ///< Whose page it is.
    generation page{};
    std::string origin;
};

/// Of a plugin that a new build of it replaces while it runs.
enum class peer_part : std::uint8_t {
    acting,
    understudy,  ///< Not in charge yet: its offers wait.
    retired,     ///< Finishes what it had begun.
};

struct peer {
    frame_sink& sink;
    session_id id{};
    wire::peer_role role = wire::peer_role::tool;
    std::string name;
    pid_t pid = 0;             ///< Not known of a page: it never connects.
    bool ready = false;        ///< It has offered everything; calls may go to it.
    bool leaving = false;      ///< Its session ends when this turn is over.
    bool by_messages = false;  ///< A page without a session: its host speaks for it, in JSON alone.
    peer_part part = peer_part::acting;
    page_papers papers{};  ///< Of a page; of a host: of the page that it speaks for.
    std::unique_ptr<policy::permit_book> permits;  ///< Null: it may do what everybody may.

    accounting::account use{};
    meter::row* row = nullptr;      ///< What it does is counted there; null: nowhere.
    std::uint32_t last_queued = 0;  ///< Topic of the last event that had to wait for it.

    std::uint64_t delivery = 0;  ///< The last event it was given: one delivery per session.

    telemetry::line_rate log_rate{200};  ///< Its own log frames.

    loss_notice lost_events;

    bool knows_trace = false;  ///< It has answered a trace frame: it can be asked for times.
    request_id context_for = no_request;  ///< Its call with that number is …
    wire::trace_context context{};        ///< … a part of that trace.

    std::vector<std::string> unanswered;  ///< Once it has gone: methods that it owed an answer.

    // What it was refused, said at most once a second.
    std::uint64_t complaints = 0;
    time_point complained_at{};
};

/// "plugin 'greeter' (pid 4711)", "page 'window#3'".
std::string describe(peer const& who);

/// Whose permissions are its: of a host those of its page.
policy::identity identity_of(peer const& who) noexcept;

/// Sends it this kind of frame? Others may try any that is not the broker's own; a page runs code
/// of strangers: it asks, listens, and answers for functions of its own.
bool may_send(peer const& who, wire::frame_kind kind) noexcept;

/// A plugin says when it has offered everything; others may be called at once.
inline bool takes_calls(peer const& who) noexcept {
    return who.ready || who.role != wire::peer_role::plugin;
}

}  // namespace fairlead::broker::routing
