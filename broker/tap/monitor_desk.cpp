// SPDX-License-Identifier: MIT
//
// monitor_desk — filters first, then the allowance, then the words.
#include "broker/tap/monitor_desk.hpp"
#include "broker/tap/redaction.hpp"

#include <fairlead/wire/frame_codec.hpp>

#include <fmt/core.h>

namespace fairlead::broker::tap {

using routing::asker;
using routing::peer;

namespace {

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
    : stream_desk{loop,      dispatcher, clock, std::move(is_tool), "fairlead.control.monitor",
                  "monitors"} {}

monitor_desk::~monitor_desk() { dispatcher_.tap(nullptr); }

std::string monitor_desk::line_of(char const* kind, place const& where) const {
    const std::chrono::duration<double> now = std::chrono::system_clock::now().time_since_epoch();
    auto line = fmt::format(R"({{"time":{:.6f},"kind":"{}")", now.count(), kind);
    add_text(line, "from", where.from);
    if (!where.to.empty()) add_text(line, "to", where.to);
    add_text(line, "name", where.name);
    return line;
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
        note(one, line + '}');
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
        note(one, line + '}');
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
        note(one, line + '}');
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
        note(one, line + '}');
    }
}

}  // namespace fairlead::broker::tap
