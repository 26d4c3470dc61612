// SPDX-License-Identifier: MIT
//
// wiretap — somebody who looks at what is routed and changes nothing. Nobody does, most of the
// time: then a frame costs one test of a pointer.
#pragma once

#include "broker/routing/pending_replies.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

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

    /// Of calls and answers by that route nothing is wanted, ever or just now. Asked first: most
    /// are of no interest to anybody, and that should cost next to nothing.
    bool is_deaf_to(route_id route, time_point now) noexcept {
        if (now < rests_until_) return ++missed_, true;
        const auto index = static_cast<std::size_t>(raw(route));
        return index < ignored_.size() && ignored_[index] != 0;
    }

    /// It was handed to its provider.
    virtual void on_call(asker const& from, peer const& to, route_id route, std::string_view name,
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

protected:
    /// Whoever listens has had enough until then. What is missed meanwhile is counted.
    void rest_until(time_point when) noexcept { rests_until_ = when; }
    std::uint64_t take_missed() noexcept { return std::exchange(missed_, 0); }
    void ignore(route_id route) {
        const auto index = static_cast<std::size_t>(raw(route));
        if (index >= ignored_.size()) ignored_.resize(index + 1);
        ignored_[index] = 1;
    }
    void listen_again() noexcept {
        rests_until_ = {};
        ignored_.clear();
    }

private:
    time_point rests_until_{};
    std::uint64_t missed_ = 0;
    std::vector<std::uint8_t> ignored_;  // By route; as many as there are names.
};

class call_tracer;

/// Where one listens, and where calls are timed.
struct tap_point {
    wiretap* ear = nullptr;
    call_tracer* tracer = nullptr;
};

}  // namespace fairlead::broker::routing
