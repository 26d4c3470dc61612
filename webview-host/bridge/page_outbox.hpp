// SPDX-License-Identifier: MIT
//
// page_outbox — what waits to be shown to the page: answers and events, in the order they came.
//
// Rendered into scripts for window._fairlead.deliver (its form is in runtime/delivery.js), many
// items to one script: an evaluation costs 150 µs whatever it says. A text above the knee is
// parked, and the script names its address: evaluated texts stay in the web process's memory,
// fetched ones do not.
//
// Use: push_… as things come; while no script is being evaluated and is_empty() is false,
// take_turn() and evaluate. Waiting for one evaluation before the next is what makes the batches.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace fairlead::host {

struct outbox_limits {
    std::size_t inline_bytes_max = 64u << 10;   ///< The knee: above it a text is parked.
    std::size_t turn_bytes_max = 1u << 20;      ///< One script; the rest waits for the next.
    std::size_t waiting_bytes_max = 16u << 20;  ///< Rendered, not yet taken.
    std::size_t parked_bytes_max = 256u << 20;  ///< Not yet fetched.
    std::size_t parked_max = 1'024;
    std::size_t reserve_bytes = 4u << 20;  ///< Beyond waiting_bytes_max, for refusals alone.
};

enum class push_outcome {
    queued,    ///< In a script.
    parked,    ///< Its address is in a script.
    replaced,  ///< No room: the call gets `overloaded` instead of its answer.
    refused,   ///< No room: not delivered. The page does not take what it is sent.
};

class page_outbox {
public:
    using id_source = std::function<std::string()>;

    explicit page_outbox(outbox_limits limits = {}, id_source make_id = random_payload_id);

    /// A new document: nothing of the old one is delivered or served any more. `page` is its
    /// _fairlead.page where the host knows it, "" otherwise.
    void start_page(std::string_view page = {});

    push_outcome push_callback(std::string text);  ///< The text for window.wails.Callback.
    push_outcome push_event(std::string text);     ///< The text for window.wails.EventsNotify.
    /// Those under way get no answer any more.
    push_outcome push_end_of_calls(std::string reason);
    push_outcome push_offer_again();  ///< What the page offers it says once more.

    bool is_empty() const noexcept { return turns_.empty(); }

    /// Events would be refused now: read no more of them from the broker.
    bool is_full() const noexcept { return waiting_bytes_ >= limits_.waiting_bytes_max; }

    /// The next script, "" when nothing waits.
    std::string take_turn();

    /// The parked text of that id, which is then gone: asset_server's payload_source.
    std::optional<std::string> take_payload(std::string_view id);

    std::size_t waiting_bytes() const noexcept { return waiting_bytes_; }
    std::size_t parked_bytes() const noexcept { return parked_bytes_; }
    std::size_t parked_count() const noexcept { return parked_.size(); }
    std::uint64_t refused_count() const noexcept { return refused_; }    ///< Over all pages.
    std::uint64_t replaced_count() const noexcept { return replaced_; }  ///< Over all pages.

    /// 32 hex digits that nobody can guess: any frame may ask for any address.
    static std::string random_payload_id();

private:
    enum class kind : char { callback = 'c', event = 'n', end_of_calls = 'x', offer_again = 'o' };

    push_outcome push(kind what, std::string text);
    bool try_park(kind what, std::string& text);
    bool try_append(std::string item, std::size_t room);
    push_outcome refuse(kind what, std::string_view text);

    outbox_limits limits_;
    id_source make_id_;
    std::string page_ = "\"\"";  ///< As it stands in the script.
    std::uint64_t turn_ = 0;
    std::deque<std::string> turns_;  ///< Scripts without their end.
    std::size_t waiting_bytes_ = 0;
    std::map<std::string, std::string, std::less<>> parked_;
    std::size_t parked_bytes_ = 0;
    std::uint64_t refused_ = 0;
    std::uint64_t replaced_ = 0;
};

/// The callback id in a text of the broker, `{"result":…,"error":null,"callbackid":"…"}` or
/// `{"result":null,"error":"…","callbackid":"…",…}`. Looks at the end and the beginning only: the
/// middle may be 64 MiB. "" if it is neither, or if the id has escapes: our page's have none.
std::string_view callback_id_of(std::string_view text);

}  // namespace fairlead::host
