// SPDX-License-Identifier: MIT
//
// trace_desk — the clock is read at each point; words are made when a call is whole.
#include "broker/tap/trace_desk.hpp"

#include <algorithm>

namespace fairlead::broker::tap {
namespace {

constexpr std::string_view own_method = "fairlead.control.trace";
constexpr std::chrono::milliseconds told_within{500};

wire::frame_header order(bool on) noexcept {
    wire::frame_header header;
    header.kind = wire::frame_kind::trace;
    header.code = on ? 1 : 0;
    return header;
}

}  // namespace

trace_desk::trace_desk(boost::asio::io_context& loop, routing::dispatcher& dispatcher,
                       turn_clock& clock, std::function<bool(session_id)> is_tool, tell_all tell)
    : stream_desk{loop, dispatcher, clock, std::move(is_tool), own_method, "traces"},
      tell_{std::move(tell)}, late_{loop, [this] { finish_late(); }} {}

trace_desk::~trace_desk() { dispatcher_.trace(nullptr); }

void trace_desk::on_watches_changed() {
    const bool on = !watches_.empty();
    if (std::exchange(on_, on) == on) return;
    if (on) since_ = wire::nanoseconds_now();
    else book_.clear();
    dispatcher_.trace(on ? this : nullptr);
    tell_(order(on));
}

// A peer that does not take it is behind with everything, and shown without its times.
void trace_desk::on_come(routing::peer& who) { who.sink.try_push(order(true), {}); }

void trace_desk::on_gone(routing::peer const& who) {
    for (auto const& one : book_.on_gone(who.id)) finish(one);
}

std::uint32_t trace_desk::on_call(routing::asker const& from, std::string_view name,
                                  wire::trace_context const* context) {
    const auto wants = [&](watch const& one) {
        return one.filter.wants_call(name) && from.who->id != one.by;
    };
    if (name == own_method || std::ranges::none_of(watches_, wants)) return 0;
    traced_call one;
    one.at(point::taken) = wire::nanoseconds_now();
    one.method = name;
    one.asker = {from.who->name, from.who->id, routing::frame_number(from), from.times_itself};
    if (context != nullptr) one.context = *context;
    return book_.add(std::move(one));
}

bool trace_desk::admit(traced_call& one) {
    bool anybody = false;
    for (auto& each : watches_)
        if (each.filter.wants_call(one.method) && one.asker.session != each.by &&
            each.filter.wants_peer(one.asker.name, one.provider.name) && may_begin(each)) {
            one.watchers.push_back(each.request);
            anybody = true;
        }
    return anybody;
}

bool trace_desk::on_forward(std::uint32_t call, routing::peer const& to, request_id given) {
    auto* one = book_.find(call);
    if (one == nullptr) return false;
    const bool is_first = one->provider.name.empty();
    // The broker's own are no sessions, and pages by messages are spoken for.
    const bool tells = to.knows_trace && !to.by_messages;
    one->provider = {to.name, to.id, given, tells};
    if (is_first && !admit(*one)) {
        book_.remove(call);
        return false;
    }
    one->at(point::forwarded) = wire::nanoseconds_now();
    return tells;
}

void trace_desk::on_answer(std::uint32_t call) {
    if (auto* one = book_.find(call)) one->at(point::answer_taken) = wire::nanoseconds_now();
}

bool trace_desk::on_home(std::uint32_t call, std::optional<errc> failed) {
    auto* one = book_.find(call);
    if (one == nullptr) return false;
    if (one->provider.name.empty() && !one->is_home()) {
        one->provider.name = self_.name;  // Its word is the broker's.
        if (!admit(*one)) {
            book_.remove(call);
            return false;
        }
    }
    one->failed = failed;
    one->at(point::answer_sent) = wire::nanoseconds_now();
    // Whom the broker did not wait for it does not wait for now.
    if (one->at(point::answer_taken) == 0) one->provider.owes_times = false;
    if (one->asker.owes_times || one->provider.owes_times) {
        expect_soon();
        return one->asker.owes_times;
    }
    finish(*one);
    book_.remove(call);
    return false;
}

void trace_desk::on_timing(routing::peer const& from, wire::timed_as as, request_id request,
                           wire::call_points const& points) {
    const auto call = book_.find(from.id, as, request);
    auto* one = book_.find(call);
    if (one == nullptr) return;  // It was not asked, or comes too late.
    one->take(as, points, since_, wire::nanoseconds_now());
    if (!one->is_whole()) return;
    finish(*one);
    book_.remove(call);
}

void trace_desk::finish(traced_call const& one) {
    const std::chrono::duration<double> wall = std::chrono::system_clock::now().time_since_epoch();
    std::string json;
    for (auto& each : watches_) {
        if (std::ranges::find(one.watchers, each.request) == one.watchers.end() ||
            !each.filter.wants_answer(one.failed.has_value(),
                                      std::chrono::nanoseconds{one.whole_ns()}))
            continue;
        if (json.empty()) json = one.to_json(wall.count(), wire::nanoseconds_now());
        note(each, {json});
    }
}

void trace_desk::expect_soon() {
    if (!std::exchange(late_set_, true)) late_.ring_in(told_within);
}

void trace_desk::finish_late() {
    late_set_ = false;
    const std::chrono::nanoseconds wait = told_within;
    const auto then = wire::nanoseconds_now() - static_cast<std::uint64_t>(wait.count());
    for (auto& one : book_.take_late(then)) finish(one);
    // Who lost its place had watchers, too; which, nobody knows any more.
    if (const auto dropped = book_.take_dropped(); dropped > 0)
        for (auto& each : watches_) each.skipped += dropped;
    if (book_.waits()) expect_soon();
}

}  // namespace fairlead::broker::tap
