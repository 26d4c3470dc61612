// SPDX-License-Identifier: MIT
//
// call_streams — what goes along a call in flight, in either direction: items of its streams, the
// credit that opens their windows, and progress. It keeps none of it: an item goes into its
// reader's ring or, bounded by the windows, beside it.
#pragma once

#include "broker/routing/answers.hpp"
#include "broker/routing/blob_ledger.hpp"
#include "broker/routing/live_news.hpp"
#include "broker/routing/name_table.hpp"
#include "broker/routing/pending_replies.hpp"

#include <optional>
#include <string>

namespace fairlead::broker::routing {

/// Why a page by messages is not given attachments.
std::string no_bytes(peer const& reader, std::string_view name);

class call_streams {
public:
    call_streams(name_table const& names, pending_replies& pending, answers& home,
                 blob_ledger& blobs, telemetry::counters& counters)
        : names_{names}, pending_{pending}, home_{home}, blobs_{blobs}, counters_{counters} {}

    void on_item(peer& source, wire::frame_view const& frame);
    void on_credit(peer& reader, wire::frame_view const& frame);
    void on_progress(peer& provider, wire::frame_view const& frame);

private:
    using debt = pending_replies::debt;

    /// A rule that the source of an item has broken.
    struct offence {
        std::string text;
        bool cuts = true;  ///< Else the call ends, and only that.
    };
    std::optional<offence> judge(debt const& owed, wire::frame_view const& frame,
                                 std::uint64_t cost);
    void pass_on(debt const& owed, peer& source, wire::frame_view const& frame,
                 wire::attached_payload* parts, std::uint64_t cost);
    push_result push_to_asker(asker const& to, wire::frame_header header,
                              std::span<const std::byte> payload, std::uint64_t cost);
    void drop(peer& source, wire::frame_view const& frame);
    /// Settles it in the middle: for its asker an error, for its provider a cancel.
    void end(debt const& owed, errc code, std::string const& text);

    name_table const& names_;
    pending_replies& pending_;
    answers& home_;
    blob_ledger& blobs_;
    telemetry::counters& counters_;
    live_news news_;
};

}  // namespace fairlead::broker::routing
