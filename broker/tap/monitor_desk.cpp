// SPDX-License-Identifier: MIT
//
// monitor_desk — filters first, then the allowance, then the words.
#include "broker/tap/monitor_desk.hpp"
#include "broker/tap/redaction.hpp"

#include <fairlead/vocabulary/json_string.hpp>
#include <fairlead/wire/frame_codec.hpp>

#include <fmt/core.h>

#include <unistd.h>

#include <algorithm>

namespace fairlead::broker::tap {

using routing::asker;
using routing::peer;

namespace {

constexpr std::size_t watches_max = 16;
constexpr std::size_t notes_of_turn_max = 256;
constexpr std::chrono::milliseconds skipped_told_after{200};

std::string skipped_line(std::uint64_t count) { return fmt::format(R"({{"skipped":{}}})", count); }

void add_text(std::string& to, std::string_view key, std::string_view text) {
    to.append(",\"").append(key).append("\":");
    append_json_string(to, text);
}

void add_payload(std::string& to, watch_filter const& filter, std::span<const std::byte> payload) {
    to += fmt::format(R"(,"bytes":{})", payload.size());
    if (filter.payload == 0 || payload.size() > redacted_bytes_max) return;
    // Copied first: its sender may still write to it.
    const std::string copy{wire::as_text(payload)};
    const auto shown = redacted(copy, filter.secret, filter.payload);
    if (!shown.empty()) add_text(to, "payload", shown);
}

}  // namespace

monitor_desk::monitor_desk(boost::asio::io_context& loop, routing::dispatcher& dispatcher,
                           turn_clock& clock, std::function<bool(session_id)> is_tool)
    : dispatcher_{dispatcher}, clock_{clock}, is_tool_{std::move(is_tool)},
      self_{.sink = *this,
            .role = wire::peer_role::plugin,
            .name = "fairlead",
            .pid = ::getpid(),
            .ready = true},
      late_{loop, [this] { tell_skipped(); }} {
    dispatcher_.offer_own(self_, "fairlead.control.monitor", 0);
}

monitor_desk::~monitor_desk() { dispatcher_.tap(nullptr); }

routing::push_result monitor_desk::try_push(wire::frame_header const& header, pieces payload) {
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

void monitor_desk::begin(wire::frame_header const& header, std::string_view args) {
    const auto by = static_cast<session_id>(header.aux);
    if (!is_tool_(by)) return refuse(header.request, errc::denied, "only tools may look at others");
    if ((header.flags & wire::frame_flag::takes_items) == 0)
        return refuse(header.request, errc::bad_arguments, "its result is a stream");
    if (watches_.size() >= watches_max)
        return refuse(header.request, errc::overloaded,
                      fmt::format("{} monitors look already, more are not allowed", watches_max));
    std::string problem;
    auto filter = watch_filter::parse(args, problem);
    if (!filter) return refuse(header.request, errc::bad_arguments, problem);
    watch one{.request = header.request, .by = by, .filter = std::move(*filter)};
    one.tokens = one.filter.rate;
    one.tokens_at = clock_.now();
    watches_.push_back(std::move(one));
    dispatcher_.tap(this);
}

void monitor_desk::end(request_id request) {
    std::erase_if(watches_, [&](watch const& one) { return one.request == request; });
    if (watches_.empty()) dispatcher_.tap(nullptr);
}

void monitor_desk::refuse(request_id request, errc code, std::string_view why) {
    wire::frame_view frame{};
    frame.header.kind = wire::frame_kind::error;
    frame.header.request = request;
    frame.header.code = static_cast<std::uint16_t>(code);
    frame.header.aux = why.size();
    frame.payload = wire::as_bytes(why);
    dispatcher_.on_frame(self_, frame, clock_.now());
}

/// So many in a second, as many at once.
bool monitor_desk::may_note(watch& one) {
    const auto now = clock_.now();
    const std::chrono::duration<double> since = now - one.tokens_at;
    one.tokens = std::min<double>(one.filter.rate, one.tokens + since.count() * one.filter.rate);
    one.tokens_at = now;
    if (one.tokens < 1 || one.notes.size() >= notes_of_turn_max || !one.window.is_open()) {
        ++one.skipped;
        tell_skipped_soon();
        return false;
    }
    --one.tokens;
    return true;
}

void monitor_desk::tell_skipped() {
    late_set_ = false;
    // Sent when this turn is over. A window that is shut tells when it opens.
    for (auto& one : watches_)
        if (one.skipped > 0 && one.window.is_open())
            one.notes.push_back(skipped_line(std::exchange(one.skipped, 0)));
}

void monitor_desk::open_window(request_id request, std::uint64_t bytes) {
    const auto one = std::ranges::find(watches_, request, &watch::request);
    if (one == watches_.end()) return;
    one->window.open(bytes);
    if (one->skipped > 0) tell_skipped_soon();
}

void monitor_desk::tell_skipped_soon() {
    if (!std::exchange(late_set_, true)) late_.ring_in(skipped_told_after);
}

std::string monitor_desk::line_of(char const* kind, place const& where) const {
    const std::chrono::duration<double> now = std::chrono::system_clock::now().time_since_epoch();
    auto line = fmt::format(R"({{"time":{:.6f},"kind":"{}")", now.count(), kind);
    add_text(line, "from", where.from);
    if (!where.to.empty()) add_text(line, "to", where.to);
    add_text(line, "name", where.name);
    return line;
}

std::string_view monitor_desk::name_of(route_id route) const {
    auto const& names = dispatcher_.names();
    return names.knows(route) ? std::string_view{names.name_of(route)} : "?";
}

void monitor_desk::on_call(asker const& from, peer const& to, std::string_view name,
                           std::span<const std::byte> args) {
    for (auto& one : watches_) {
        auto const& filter = one.filter;
        if (filter.only_answers() || !filter.wants_call(name) || from.who->id == one.by ||
            !filter.wants_peer(from.who->name, to.name) || !may_note(one))
            continue;
        auto line = line_of("call", {from.who->name, to.name, name});
        line += fmt::format(R"(,"session":{},"id":{})", raw(from.who->id), raw(from.request));
        add_payload(line, filter, args);
        one.notes.push_back(line + '}');
    }
}

void monitor_desk::on_answer(routing::pending_replies::debt const& owed, bool is_error, errc code,
                             std::span<const std::byte> payload) {
    const auto name = name_of(owed.route);
    const auto took = clock_.now() - owed.since;
    for (auto& one : watches_) {
        auto const& filter = one.filter;
        if (!filter.wants_answer(is_error, took) || !filter.wants_call(name) ||
            owed.to.who->id == one.by || !filter.wants_peer(owed.from->name, owed.to.who->name) ||
            !may_note(one))
            continue;
        auto line =
            line_of(is_error ? "error" : "result", {owed.from->name, owed.to.who->name, name});
        line += fmt::format(R"(,"session":{},"id":{},"us":{:.1f})", raw(owed.to.who->id),
                            raw(owed.to.request),
                            std::chrono::duration<double, std::micro>{took}.count());
        if (is_error) {
            add_text(line, "code", to_text(code));
            add_text(line, "message", wire::as_text(payload).substr(0, filter.payload));
        } else {
            add_payload(line, filter, payload);
        }
        one.notes.push_back(line + '}');
    }
}

void monitor_desk::on_refusal(asker const& to, route_id route, std::string_view said, errc code,
                              std::string_view message) {
    const auto name = said.empty() ? name_of(route) : said;
    for (auto& one : watches_) {
        auto const& filter = one.filter;
        // How long it took nobody has counted: that it failed is slow enough.
        if (!filter.wants_answer(true, filter.slow) || !filter.wants_call(name) ||
            to.who->id == one.by || !filter.wants_peer(self_.name, to.who->name) || !may_note(one))
            continue;
        auto line = line_of("error", {self_.name, to.who->name, name});
        line += fmt::format(R"(,"session":{},"id":{})", raw(to.who->id), raw(to.request));
        add_text(line, "code", to_text(code));
        add_text(line, "message", message.substr(0, filter.payload));
        one.notes.push_back(line + '}');
    }
}

void monitor_desk::on_event(peer const* emitter, std::string_view topic,
                            std::span<const std::byte> data, std::size_t readers) {
    const auto from = emitter != nullptr ? std::string_view{emitter->name} : self_.name;
    for (auto& one : watches_) {
        auto const& filter = one.filter;
        if (!filter.wants_topic(topic) || !filter.wants_peer(from, from) || !may_note(one))
            continue;
        auto line = line_of("event", {from, {}, topic});
        line += fmt::format(R"(,"readers":{})", readers);
        add_payload(line, filter, data);
        one.notes.push_back(line + '}');
    }
}

bool monitor_desk::send_notes() {
    bool any = false;
    // By index: whoever cannot be told is taken away meanwhile.
    for (std::size_t i = 0; i < watches_.size();) {
        const auto request = watches_[i].request;
        if (!watches_[i].notes.empty()) {
            any = true;
            send(watches_[i]);
        }
        if (i < watches_.size() && watches_[i].request == request) ++i;
    }
    return any;
}

void monitor_desk::send(watch& one) {
    // Its own: what is said below may end the watch.
    const auto notes = std::exchange(one.notes, {});
    const auto request = one.request;
    const auto is_there = [&] {
        return std::ranges::find(watches_, request, &watch::request) != watches_.end();
    };
    if (const auto skipped = std::exchange(one.skipped, 0); skipped > 0)
        send_item(one, skipped_line(skipped));
    for (auto const& note : notes) {
        if (!is_there()) return;
        if (!send_item(one, note)) ++one.skipped;
    }
}

bool monitor_desk::send_item(watch& one, std::string_view json) {
    if (!one.window.is_open()) return false;
    one.window.spend(wire::item_cost(json.size()));
    wire::frame_view frame{};
    frame.header.kind = wire::frame_kind::item;
    frame.header.request = one.request;
    wire::set_stream(frame.header, wire::result_stream);
    frame.payload = wire::as_bytes(json);
    dispatcher_.on_frame(self_, frame, clock_.now());
    return true;
}

}  // namespace fairlead::broker::tap
