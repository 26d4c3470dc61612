// SPDX-License-Identifier: MIT
//
// message_page — a page without a channel, as a peer: what it offers is its own, goes when it goes,
// and calls of that reach it through its host, as text.
#pragma once

#include "broker/routing/live_news.hpp"
#include "broker/routing/peer.hpp"

#include <string>
#include <string_view>

namespace fairlead::broker::routing {

class message_page final : public frame_sink {
public:
    /// The host outlives it.
    message_page(peer& host, generation page, accounting::peer_limits const& limits);
    message_page(message_page const&) = delete;
    message_page& operator=(message_page const&) = delete;

    peer& self() noexcept { return self_; }
    peer const& host() const noexcept { return host_; }

    /// Answers to requests of its own go to that callback from now on.
    void answer_to(std::string_view callback_id) { callback_id_ = callback_id; }

    push_result try_push(wire::frame_header const& header, pieces payload) override;
    /// It broke a rule. Its host did not: what it asked for ends, and nothing else. Answers that
    /// are not taken, however, are not taken by its host.
    void cut(errc code, std::string reason) override;
    std::string backlog() const override { return host_.sink.backlog(); }

private:
    push_result push_text(std::string_view text);
    push_result push_answer(wire::frame_header const& header, std::string_view payload);

    peer& host_;
    peer self_;
    live_news news_;
    std::string callback_id_;
    std::string payload_;
};

}  // namespace fairlead::broker::routing
