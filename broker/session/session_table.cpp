// SPDX-License-Identifier: MIT
//
// session_table — the end of one session may mark another, so a turn ends when both lists are
// empty.
#include "broker/session/session_table.hpp"
#include "broker/telemetry/log.hpp"

#include <algorithm>

namespace fairlead::broker::session {
namespace {

telemetry::origin about(routing::peer const& who) {
    return telemetry::about_peer("session", who.name, who.role == wire::peer_role::plugin);
}

}  // namespace

session& session_table::add(admitted_peer who) {
    ++counters_.sessions_admitted;
    const auto id = who.id;
    if (limits_) who.limits = limits_(who.hello.role, who.hello.name);
    auto& place = sessions_[id];
    place = std::make_unique<session>(loop_, pump_, clock_, *this, std::move(who));
    dispatcher_.on_come(place->peer());
    return *place;
}

bool session_table::on_page_request(session& from, wire::page_request const& wanted) {
    if (from.peer().role != wire::peer_role::host || !on_page_wanted_) return false;
    on_page_wanted_(from, wanted);
    return true;
}

void session_table::finish_turn() {
    while (!unflushed_.empty() || !marked_.empty()) {
        while (!marked_.empty()) {
            auto* one = marked_.back();
            marked_.pop_back();
            take_away(*one);
        }
        // By index and without its own list: a flush may mark its session.
        for (std::size_t i = 0; i < unflushed_.size(); ++i)
            if (!unflushed_[i]->marked()) flush(*unflushed_[i]);
        unflushed_.clear();
    }
}

void session_table::flush(session& one) {
    one.flush();
    // Told here, not where it was noticed: there an event was just being given to many.
    if (one.peer().use.has_news()) dispatcher_.tell_pressure(one.peer(), clock_.now());
}

void session_table::take_away(session& one) {
    dispatcher_.on_gone(one.peer(), clock_.now());
    std::erase(unflushed_, &one);
    if (one.how() == ending::cut) {
        ++counters_.sessions_cut;
        telemetry::log_warn(about(one.peer()), "{} was cut: {} session={}",
                            routing::describe(one.peer()), one.reason(), raw(one.peer().id));
    }
    one.say_farewell();
    if (on_ended_) on_ended_(one);
    sessions_.erase(one.peer().id);
}

void session_table::on_fault(session& one, std::string_view what, std::string_view sample) {
    ++counters_.faults;
    telemetry::log_error(about(one.peer()), "handling what {} sent has failed: {} frame={}",
                         routing::describe(one.peer()), what, sample);
}

void session_table::dismiss_all(std::string const& reason) {
    for (auto const& [id, one] : sessions_) one->dismiss(reason);
}

session* session_table::find_plugin(std::string_view name) noexcept {
    for (auto const& [id, one] : sessions_)
        if (one->peer().role == wire::peer_role::plugin && one->peer().name == name &&
            !one->marked())
            return one.get();
    return nullptr;
}

void session_table::for_each(std::function<void(session&)> const& visit) {
    for (auto const& [id, one] : sessions_) visit(*one);
}

}  // namespace fairlead::broker::session
