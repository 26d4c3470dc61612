// SPDX-License-Identifier: MIT
//
// page_desk — admits pages: a host that was admitted asks for one of them, and vouches for it. Each
// gets a session with the rights of a page, which lasts as long as its host and its document.
//
// Generations of one host only grow, so a request for a page before the newest, or before one that
// is gone, was overtaken on its way (requests and forgets travel apart) and is refused.
#pragma once

#include "broker/session/session_table.hpp"
#include "broker/telemetry/counters.hpp"

#include <fairlead/vocabulary/result.hpp>

#include <map>
#include <optional>
#include <string>

namespace fairlead::broker::admission {

class page_desk {
public:
    page_desk(session::session_table& sessions, telemetry::counters& counters)
        : sessions_{sessions}, counters_{counters} {}

    /// Answers with a grant or a refusal. Pages of that host before this one end.
    void on_request(session::session& host, wire::page_request const& wanted);

    /// That page is gone: its session ends, and a request for it that comes late is refused.
    void on_forget(routing::peer const& host, generation page);

    /// Of a host: its pages end with it. Of a page: what it used up is kept for the next.
    void on_ended(session::session const& one);

private:
    /// Nothing: it may come in.
    std::optional<std::string> judge(session::session const& host, generation page);
    boost::system::error_code grant(session::session& host, wire::page_request const& wanted);
    template <class Which>
    void dismiss_pages(session_id host, Which&& which, std::string const& reason);

    /// What is kept of a host's pages, beyond each of them.
    struct record {
        generation oldest_allowed{};
        /// Names last as long as the broker: reloading must not give a page the right to more.
        std::uint64_t names_made = 0;
    };

    session::session_table& sessions_;
    telemetry::counters& counters_;
    std::map<session_id, record> hosts_;
};

}  // namespace fairlead::broker::admission
