// SPDX-License-Identifier: MIT
//
// bridge — one overload per message that does not end in the window.
#include "webview-host/bridge/bridge.hpp"

#include "webview-host/bridge/call_envelope.hpp"
#include "webview-host/bridge/served_call_text.hpp"

#include <fairlead/wire/limits.hpp>

#include <memory>
#include <utility>

namespace fairlead::host {
namespace {

// Far above what pages listen to; a page that asks for more has lost count.
constexpr std::size_t interest_max = 16'384;

// The broker's own news of plugins: for those who ask for it by name.
constexpr std::string_view house_topics = "fairlead/";

// More than hand_over.hpp lets the page's half ask for: a page that does is not ours any more.
constexpr int channels_max = 64;

}  // namespace

bridge::bridge(broker_door& broker, page_port& page, host_actions& host, main_thread& thread,
               silence_means silence)
    : broker_{broker}, port_{page}, host_{host}, thread_{thread}, silence_{silence} {}

// -- the page's side
// ---------------------------------------------------------------------------------

void bridge::start_page(std::string_view origin) {
    if (std::exchange(has_spoken_, false)) forget_page();
    origin_ = origin;
    if (silence_ == silence_means::nothing)
        for (auto const& topic : interest_) broker_.unsubscribe(topic);
    asks_for_channel_ = false;
    channels_asked_ = 0;
    interest_.clear();
    interest_known_ = false;
    if (watch_ != nullptr) watch_->on_page_gone();
    generation_ = generation{raw(generation_) + 1};
    if (!page_name_.empty()) last_page_name_ = std::exchange(page_name_, {});
    port_.start({});
}

/// Its word must not be taken for that of the page before, which may have had other rights.
bool bridge::announce() {
    if (said_origin_ == origin_) return true;
    // No message of a page has that form, see page_message.hpp.
    if (!broker_.invoke(generation_, 'O' + origin_)) return false;
    said_origin_ = origin_;
    return true;
}

/// Messages and the news of a new document travel in one stream, so this is a second lock, not the
/// first: whoever was the last page is not let in as the next.
bool bridge::is_from_current(std::string_view page) {
    if (page_name_.empty() && page != last_page_name_) {
        page_name_ = page;
        port_.start(page);
    }
    return page == page_name_;
}

void bridge::receive(std::string_view page, std::string_view text) {
    if (!is_from_current(page)) {
        ++counters_.stale_messages;
        return;
    }
    const auto message = parse_page_message(text);
    std::visit(
        [&](auto const& one) {
            if constexpr (requires { handle(one); }) handle(one);
            else host_.perform(message);
        },
        message);
}

void bridge::request_channel(std::string origin, client::page_handler done) {
    if (asks_for_channel_) return done("this document has asked for a channel already");
    if (channels_asked_ == channels_max)
        return done("this document has asked for a channel too often");
    ++channels_asked_;
    asks_for_channel_ = true;
    has_spoken_ = true;
    broker_.request_page(
        generation_, std::move(origin),
        [this, page = generation_, done = std::move(done)](client::page_answer answer) {
            // A task is copied, descriptors are not.
            const auto came = std::make_shared<client::page_answer>(std::move(answer));
            thread_.post([this, page, done, came] {
                if (page != generation_) return;
                asks_for_channel_ = false;
                done(std::move(*came));
            });
        });
}

void bridge::handle(call_message const& message) {
    has_spoken_ = true;
    if (watch_ != nullptr) watch_->on_sent(message);
    // A script of calls reads answers and nothing else.
    const bool takes_live = silence_ == silence_means::nothing;
    if (announce() && broker_.invoke(generation_, message.text, takes_live)) return;
    if (message.text.size() > wire::payload_bytes_max)
        return reject(message.body, errc::too_large,
                      "the arguments are above the limit of " +
                          std::to_string(wire::payload_bytes_max) + " bytes");
    if (!broker_.is_open()) return reject(message.body, errc::backend_gone, "the broker has gone");
    reject(message.body, errc::overloaded, "the broker does not keep up with this page");
}

void bridge::handle(emit_message const& message) {
    has_spoken_ = true;
    if (!announce() || !broker_.invoke(generation_, message.text))
        host_.complain("an event of the page was dropped: the broker does not keep up");
}

void bridge::handle(live_message const& message) {
    has_spoken_ = true;
    pay_debts();
    // Behind a refusal nothing of that call may come any more, or its caller had a part of it.
    if (owed_.empty() && announce() && broker_.invoke(generation_, message.text)) return;
    const bool is_gone = !broker_.is_open();
    if (message.is_progress() || (is_gone && !message.is_question())) return;
    // Its call would stand still for ever. The page hears it and takes it back.
    const bool too_large = message.text.size() > wire::payload_bytes_max;
    const auto code = is_gone ? errc::backend_gone : too_large ? errc::too_large : errc::overloaded;
    const std::string why = is_gone ? "the broker has gone"
                            : too_large
                                ? "what the page sends along a call is above the limit of " +
                                      std::to_string(wire::payload_bytes_max) + " bytes"
                                : "the broker does not keep up with this page";
    const auto about = read_live_subject(message.body);
    ++counters_.refused_calls;
    if (!about.request.empty()) refuse_served(about.request, code, why);
    else if (about.callback_id) port_.callback(rejection_text(*about.callback_id, code, why));
    else host_.complain("a message along a call was dropped: " + why);
    port_.flush();
}

/// It gets no answer of the page any more: its caller is told so, and the page.
void bridge::refuse_served(std::string_view request, errc code, std::string_view why) {
    if (!owed_.add_refusal(generation_, served_refusal_text(request, code, why)))
        port_.end_calls("the broker does not take the answers of this page");
    pay_debts();
    port_.callback(served_cancel_text(request));
}

void bridge::forget_page() {
    owed_.add_gone(generation_);
    pay_debts();
}

void bridge::pay_debts() {
    owed_.pay([this](owed_news::debt const& one) {
        if (!one.refusal.empty()) return broker_.invoke(one.page, one.refusal);
        if (!broker_.forget(one.page)) return false;
        // It owed too much: the page is there, and what it offered has been forgotten as well.
        if (one.page == generation_) port_.offer_again();
        return true;
    });
    if (!broker_.is_open()) owed_.clear();  // With it went all who waited.
    if (owed_.empty() || std::exchange(pays_soon_, true)) return;
    broker_.run_soon([this] {
        thread_.post([this] {
            pays_soon_ = false;
            pay_debts();
        });
    });
}

void bridge::handle(interest_message const& message) {
    if (!message.wanted) {
        const auto found = interest_.find(message.name);
        if (found == interest_.end()) return;
        interest_.erase(found);
        if (silence_ == silence_means::nothing) broker_.unsubscribe(message.name);
        return;
    }
    interest_known_ = true;
    has_spoken_ = true;
    if (interest_.size() >= interest_max)
        return host_.complain("the page listens to too many events; this one is not heard: " +
                              std::string{message.name});
    if (!announce())
        return host_.complain("the broker does not keep up; this is not heard: " +
                              std::string{message.name});
    if (!interest_.insert(std::string{message.name}).second) return;
    if (silence_ == silence_means::nothing) broker_.subscribe(message.name);
}

void bridge::handle(log_message const& message) {
    // Printing is not a level of importance: it always counts as information.
    const auto level = message.level == log_level::print ? log_level::info : message.level;
    if (level >= log_threshold_ || message.level == log_level::print)
        broker_.log(level, message.text);
    if (level == log_level::fatal) host_.quit(1);
}

void bridge::handle(log_level_message const& message) { log_threshold_ = message.level; }

void bridge::handle(bad_message const& message) { host_.complain(message.sentence); }

void bridge::reject(std::string_view body, errc code, std::string_view message) {
    ++counters_.refused_calls;
    const auto read = read_call_envelope(body, call_args::skip);
    if (!read.call) return host_.complain("a call could not be answered: " + read.problem);
    auto text = rejection_text(read.call->callback_id, code, message);
    if (watch_ != nullptr) watch_->on_settled(text);
    port_.callback(std::move(text));
    port_.flush();
}

// -- the broker itself
// -------------------------------------------------------------------------------

void bridge::lose_broker(std::string_view reason) {
    carry_over();  // What it said before it went still counts.
    owed_.clear();
    pays_soon_ = false;
    if (watch_ != nullptr) watch_->on_page_gone();
    port_.end_calls(std::string{reason});
    port_.flush();
}

void bridge::find_broker() {
    said_origin_.clear();  // It takes us for the app's own until it is told.
    announce();
    port_.offer_again();
    port_.flush();
    if (silence_ == silence_means::everything) return;  // Its door hears everything by itself.
    for (auto const& topic : interest_) broker_.subscribe(topic);
}

// -- the broker's side
// -------------------------------------------------------------------------------

void bridge::deliver_callback(generation page, std::string_view text,
                              client::callback_time const& time) {
    if (inbox_.push_callback(page, text, time)) thread_.post([this] { carry_over(); });
}

void bridge::deliver_event(std::string_view topic, std::string_view data_json) {
    if (inbox_.push_event(topic, data_json)) thread_.post([this] { carry_over(); });
}

void bridge::carry_over() {
    for (auto& item : inbox_.take()) carry(std::move(item));
    port_.flush();
}

void bridge::carry(inbox_item item) {
    switch (item.what) {
        case inbox_item::kind::callback:
            if (item.page != generation_) {
                ++counters_.late_answers;
                return;
            }
            if (watch_ != nullptr) watch_->on_settled(item.text);
            carry_callback(std::move(item.text));
            if (item.time.request != no_request) broker_.settled(item.time);
            return;
        case inbox_item::kind::refused_call:
            if (item.page == generation_)
                refuse_served(item.text, errc::overloaded,
                              "the window of this page does not take what it is sent");
            return;
        case inbox_item::kind::event:
            if (!wants(item.topic)) {
                ++counters_.unheard_events;
                return;
            }
            if (port_.event(std::move(item.text)) == push_outcome::refused) count_lost(item.topic);
            return;
        case inbox_item::kind::events_lost:
            counters_.lost_events += item.lost - 1;
            count_lost(item.topic);
            return;
    }
}

void bridge::carry_callback(std::string text) {
    const std::string served{is_served_cancel(text) ? std::string_view{} : served_request_of(text)};
    if (port_.callback(std::move(text)) != push_outcome::refused) return;
    if (served.empty()) return host_.complain("an answer found no room on its way to the page");
    refuse_served(served, errc::overloaded, "the page does not take what it is sent");
}

bool bridge::wants(std::string const& topic) const {
    if (silence_ == silence_means::everything && !interest_known_)
        return !topic.starts_with(house_topics);
    return interest_.contains(topic);
}

void bridge::count_lost(std::string const& topic) {
    // The first of each thousand: who floods a page would flood the log as well.
    if (counters_.lost_events++ % 1'000 == 0)
        host_.complain("the page does not keep up with its events; '" + topic +
                       "' and others are lost (" + std::to_string(counters_.lost_events) +
                       " so far)");
}

}  // namespace fairlead::host
