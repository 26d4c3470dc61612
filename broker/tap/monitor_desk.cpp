// SPDX-License-Identifier: MIT
//
// monitor_desk — filters first, then the allowance, then the words.
#include "broker/tap/monitor_desk.hpp"
#include "broker/tap/redaction.hpp"
#include "broker/tap/whole_note.hpp"

#include <fairlead/wire/frame_codec.hpp>

#include <fmt/core.h>

#include <algorithm>

namespace fairlead::broker::tap {

using routing::asker;
using routing::peer;

namespace {

void add_message(std::string& to, watch_filter const& filter, std::string_view message) {
    add_text(to, "message", filter.whole ? message : message.substr(0, filter.payload));
}

/// Its own methods are peers without a session. A capture is about what others say.
bool is_broker(peer const& who) noexcept { return who.id == session_id{}; }

std::string_view role_of(peer const& who) {
    return is_broker(who) ? "broker" : wire::to_text(who.role);
}

/// Who says or hears it, and as what: for a page without a channel its host speaks.
void add_role(std::string& to, std::string_view key, asker const& from) {
    add_text(to, key, from.is_page ? wire::to_text(wire::peer_role::page) : role_of(*from.who));
}

}  // namespace

monitor_desk::monitor_desk(boost::asio::io_context& loop, routing::dispatcher& dispatcher,
                           turn_clock& clock, std::function<bool(session_id)> is_tool)
    : stream_desk{loop,      dispatcher, clock, std::move(is_tool), "fairlead.control.monitor",
                  "monitors"} {}

monitor_desk::~monitor_desk() { dispatcher_.tap(nullptr); }

void monitor_desk::on_watches_changed() {
    listen_again();
    dispatcher_.tap(watches_.empty() ? nullptr : this);
}

/// Asked once for each route and set of watches.
bool monitor_desk::ignores(route_id route, std::string_view name) {
    const auto wants = [&](watch const& one) { return one.filter.wants_call(name); };
    if (std::ranges::any_of(watches_, wants)) return false;
    if (route != no_route) ignore(route);
    return true;
}

/// Nothing has to be looked at while nobody could be shown anything.
void monitor_desk::rest_if_sated() {
    const auto is_sated = [now = clock_.now()](watch const& one) {
        return one.filter.wants_all() && now < one.sated_until;
    };
    if (!std::ranges::all_of(watches_, is_sated)) return;
    rest_until(std::ranges::min_element(watches_, {}, &watch::sated_until)->sated_until);
}

std::string monitor_desk::line_of(char const* kind, place const& where) const {
    const std::chrono::duration<double> now = std::chrono::system_clock::now().time_since_epoch();
    auto line = fmt::format(R"({{"time":{:.6f},"kind":"{}")", now.count(), kind);
    add_text(line, "from", where.from);
    if (!where.to.empty()) add_text(line, "to", where.to);
    add_text(line, "name", where.name);
    return line;
}

/// The record, closed: with its payload beside it, or as much of it as is shown.
void monitor_desk::note_with(watch& one, std::string line, routing::heard const& payload) {
    if (one.filter.whole) return note(one, {whole_note(std::move(line), payload), true});
    line += fmt::format(R"(,"bytes":{})", payload.bytes.size());
    if (one.filter.payload != 0 && payload.bytes.size() <= redacted_bytes_max) {
        // Copied first: its sender may still write to it.
        const std::string copy{wire::as_text(payload.bytes)};
        const auto shown = redacted(copy, one.filter.secret, one.filter.payload);
        if (!shown.empty()) add_text(line, "payload", shown);
    }
    note(one, {line + '}'});
}

void monitor_desk::on_call(asker const& from, peer const& to, route_id route, std::string_view name,
                           routing::heard const& args) {
    if (ignores(route, name)) return;
    for (auto& one : watches_) {
        auto const& filter = one.filter;
        if (filter.only_answers() || !filter.wants_call(name) || from.who->id == one.by ||
            (filter.whole && is_broker(to)) || !filter.wants_peer(from.who->name, to.name) ||
            !may_note(one))
            continue;
        auto line = line_of("call", {from.who->name, to.name, name});
        line += fmt::format(R"(,"session":{},"id":{})", raw(from.who->id), raw(from.request));
        if (filter.whole) {
            add_role(line, "fromRole", from);
            add_text(line, "toRole", role_of(to));
        }
        note_with(one, std::move(line), args);
    }
    rest_if_sated();
}

void monitor_desk::on_answer(routing::pending_replies::debt const& owed, bool is_error, errc code,
                             routing::heard const& answer) {
    const auto name = name_of(owed.route);
    if (ignores(owed.route, name)) return;
    const auto took = clock_.now() - owed.since;
    for (auto& one : watches_) {
        auto const& filter = one.filter;
        if (!filter.wants_answer(is_error, took) || !filter.wants_call(name) ||
            owed.to.who->id == one.by || (filter.whole && is_broker(*owed.from)) ||
            !filter.wants_peer(owed.from->name, owed.to.who->name) || !may_note(one))
            continue;
        auto line =
            line_of(is_error ? "error" : "result", {owed.from->name, owed.to.who->name, name});
        line += fmt::format(R"(,"session":{},"id":{},"us":{:.1f})", raw(owed.to.who->id),
                            raw(owed.to.request),
                            std::chrono::duration<double, std::micro>{took}.count());
        if (!is_error) {
            note_with(one, std::move(line), answer);
            continue;
        }
        add_text(line, "code", to_text(code));
        add_message(line, filter, wire::as_text(answer.bytes));
        if (filter.whole) note_with(one, std::move(line), {wire::as_bytes(answer.data)});
        else note(one, {line + '}'});
    }
    rest_if_sated();
}

void monitor_desk::on_item(routing::pending_replies::debt const& owed, std::uint32_t stream,
                           routing::heard const& item) {
    // What the broker streams is what it says to monitors: there would be no end.
    if (is_broker(*owed.from)) return;
    const bool of_result = stream == raw(wire::result_stream);
    auto const& from = of_result ? *owed.from : *owed.to.who;
    auto const& to = of_result ? *owed.to.who : *owed.from;
    const auto name = name_of(owed.route);
    for (auto& one : watches_) {
        if (!one.filter.whole || one.filter.only_answers() || !one.filter.wants_call(name) ||
            !one.filter.wants_peer(from.name, to.name) || !may_note(one))
            continue;
        auto line = line_of("item", {from.name, to.name, name});
        line += fmt::format(R"(,"session":{},"id":{},"stream":{})", raw(owed.to.who->id),
                            raw(owed.to.request), stream);
        note_with(one, std::move(line), item);
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
        add_message(line, filter, message);
        if (filter.whole) add_text(line, "fromRole", "broker");
        note(one, {line + '}'});
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
        if (filter.whole)
            add_text(line, "fromRole", emitter != nullptr ? role_of(*emitter) : "broker");
        note_with(one, std::move(line), {data});
    }
}

}  // namespace fairlead::broker::tap
