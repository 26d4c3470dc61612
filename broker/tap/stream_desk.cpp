// SPDX-License-Identifier: MIT
//
// stream_desk — who may watch, how much, and the sending of it.
#include "broker/tap/stream_desk.hpp"

#include <fairlead/vocabulary/json_string.hpp>
#include <fairlead/wire/frame_codec.hpp>

#include <fmt/core.h>

#include <unistd.h>

#include <algorithm>

namespace fairlead::broker::tap {
namespace {

constexpr std::size_t notes_max = 256;               // That wait, of one watch.
constexpr std::size_t notes_enough = 64;             // To be sent without waiting for more.
constexpr std::chrono::milliseconds told_every{20};  // Nobody's eye is faster.
constexpr std::chrono::milliseconds skipped_told_after{200};

std::string skipped_line(std::uint64_t count) { return fmt::format(R"({{"skipped":{}}})", count); }

}  // namespace

void add_text(std::string& to, std::string_view key, std::string_view text) {
    to.append(",\"").append(key).append("\":");
    append_json_string(to, text);
}

stream_desk::stream_desk(boost::asio::io_context& loop, routing::dispatcher& dispatcher,
                         turn_clock& clock, std::function<bool(session_id)> is_tool,
                         std::string_view method, std::string_view watchers)
    : dispatcher_{dispatcher}, clock_{clock}, self_{.sink = *this,
                                                    .role = wire::peer_role::plugin,
                                                    .name = "fairlead",
                                                    .pid = ::getpid(),
                                                    .ready = true},
      is_tool_{std::move(is_tool)}, watchers_{watchers},
      // What is due is sent when this turn is over.
      due_{loop, [this] { due_set_ = false; }}, late_{loop, [this] { tell_skipped(); }} {
    dispatcher_.offer_own(self_, method, 0);
}

routing::push_result stream_desk::try_push(wire::frame_header const& header, pieces payload) {
    switch (header.kind) {
        case wire::frame_kind::call: {
            std::string args;
            for (auto piece : payload) args.append(wire::as_text(piece));
            begin(header, args);
            break;
        }
        case wire::frame_kind::cancel: end(header.request); break;
        case wire::frame_kind::credit: open_window(header.request, header.aux); break;
        default: break;
    }
    return routing::push_result::accepted;
}

void stream_desk::begin(wire::frame_header const& header, std::string_view args) {
    const auto by = static_cast<session_id>(header.aux);
    if (!is_tool_(by)) return refuse(header.request, errc::denied, "only tools may look at others");
    if ((header.flags & wire::frame_flag::takes_items) == 0)
        return refuse(header.request, errc::bad_arguments, "its result is a stream");
    if (watches_.size() >= watches_max)
        return refuse(
            header.request, errc::overloaded,
            fmt::format("{} {} look already, more are not allowed", watches_max, watchers_));
    std::string problem;
    auto filter = watch_filter::parse(args, problem);
    if (!filter) return refuse(header.request, errc::bad_arguments, problem);
    watch one{.request = header.request, .by = by, .filter = std::move(*filter)};
    one.tokens = one.filter.rate;
    one.tokens_at = clock_.now();
    count_missed();  // Not by this one.
    watches_.push_back(std::move(one));
    on_watches_changed();
}

void stream_desk::end(request_id request) {
    count_missed();
    if (std::erase_if(watches_, [&](watch const& one) { return one.request == request; }) > 0)
        on_watches_changed();
}

void stream_desk::refuse(request_id request, errc code, std::string_view why) {
    wire::frame_view frame{};
    frame.header.kind = wire::frame_kind::error;
    frame.header.request = request;
    frame.header.code = static_cast<std::uint16_t>(code);
    frame.header.aux = why.size();
    frame.payload = wire::as_bytes(why);
    dispatcher_.on_frame(self_, frame, clock_.now());
}

bool stream_desk::has_room(watch const& one) const noexcept {
    return one.notes.size() < notes_max && one.window.left() > one.noted_bytes;
}

void stream_desk::count_missed() {
    const auto missed = missed_by_all();
    if (missed == 0) return;
    for (auto& one : watches_) one.skipped += missed;
    tell_skipped_soon();
}

void stream_desk::skip(watch& one) {
    ++one.skipped;
    tell_skipped_soon();
}

/// So many in a second, as many at once.
bool stream_desk::may_begin(watch& one) {
    const auto now = clock_.now();
    if (now < one.sated_until) return skip(one), false;
    const std::chrono::duration<double> since = now - one.tokens_at;
    one.tokens = std::min<double>(one.filter.rate, one.tokens + since.count() * one.filter.rate);
    one.tokens_at = now;
    if (--one.tokens >= 1) return true;
    const std::chrono::duration<double> until_next{(1 - one.tokens) / one.filter.rate};
    one.sated_until = now + std::chrono::ceil<routing::clock::duration>(until_next);
    return true;
}

bool stream_desk::may_note(watch& one) {
    if (!has_room(one)) return skip(one), false;
    return may_begin(one);
}

void stream_desk::note(watch& one, noted what) {
    if (has_room(one)) keep(one, std::move(what));
    else skip(one);
}

void stream_desk::keep(watch& one, noted what) {
    one.noted_bytes += static_cast<std::int64_t>(wire::item_cost(what.text.size()));
    one.notes.push_back(std::move(what));
}

void stream_desk::tell_skipped(watch& one) {
    if (one.skipped > 0 && one.window.is_open())
        keep(one, {skipped_line(std::exchange(one.skipped, 0))});
}

void stream_desk::tell_skipped() {
    late_set_ = false;
    count_missed();
    // Sent when this turn is over. A window that is shut tells when it opens.
    for (auto& one : watches_) tell_skipped(one);
}

void stream_desk::open_window(request_id request, std::uint64_t bytes) {
    const auto one = std::ranges::find(watches_, request, &watch::request);
    if (one == watches_.end()) return;
    count_missed();
    one->window.open(bytes);
    // It reads again, or wants to know all until now before it hears anything else.
    tell_skipped(*one);
    if (!one->notes.empty()) send(*one);
}

void stream_desk::tell_skipped_soon() {
    if (!std::exchange(late_set_, true)) late_.ring_in(skipped_told_after);
}

std::string_view stream_desk::name_of(route_id route) const {
    return dispatcher_.names().text_of(route);
}

bool stream_desk::send_notes(bool at_once) {
    count_missed();
    bool any = false;
    // By index: whoever cannot be told is taken away meanwhile.
    for (std::size_t i = 0; i < watches_.size();) {
        const auto request = watches_[i].request;
        if (!watches_[i].notes.empty() && (at_once || is_due(watches_[i]))) {
            any = true;
            send(watches_[i]);
        }
        if (i < watches_.size() && watches_[i].request == request) ++i;
    }
    return any;
}

bool stream_desk::is_due(watch const& one) {
    if (one.notes.size() >= notes_enough) return true;
    const auto at = one.told_at + told_every;
    if (clock_.now() >= at) return true;
    if (!std::exchange(due_set_, true)) due_.ring_at(at);
    return false;
}

void stream_desk::send(watch& one) {
    one.told_at = clock_.now();
    // Its own: what is said below may end the watch.
    const auto notes = std::exchange(one.notes, {});
    one.noted_bytes = 0;
    const auto request = one.request;
    const auto is_there = [&] {
        return std::ranges::find(watches_, request, &watch::request) != watches_.end();
    };
    if (const auto skipped = std::exchange(one.skipped, 0); skipped > 0)
        send_item(one, {skipped_line(skipped)});
    for (auto const& note : notes) {
        if (!is_there()) return;
        if (!send_item(one, note)) ++one.skipped;
    }
}

bool stream_desk::send_item(watch& one, noted const& what) {
    if (!one.window.is_open()) return false;
    one.window.spend(wire::item_cost(what.text.size()));
    wire::frame_view frame{};
    frame.header.kind = wire::frame_kind::item;
    if (what.whole) frame.header.flags = wire::frame_flag::binary;
    frame.header.request = one.request;
    wire::set_stream(frame.header, wire::result_stream);
    frame.payload = wire::as_bytes(what.text);
    dispatcher_.on_frame(self_, frame, clock_.now());
    return true;
}

}  // namespace fairlead::broker::tap
