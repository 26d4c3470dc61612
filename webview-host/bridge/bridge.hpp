// SPDX-License-Identifier: MIT
//
// bridge — a page's messages to where they belong, answers and events back to the page.
//
// The page's side runs on the main thread. The broker's side may be called from any thread: it
// leaves what it has in the inbox, and one task per turn of the main thread carries all of it on,
// so that the page is woken once. The main thread never waits for the broker, nor the broker's for
// the page.
//
// Each document is a generation. With the next one the broker is told to forget the one before, and
// what is still under way to it is dropped here.
#pragma once

#include "webview-host/bridge/broker_inbox.hpp"
#include "webview-host/bridge/neighbours.hpp"
#include "webview-host/bridge/owed_news.hpp"
#include "webview-host/loop/main_thread.hpp"

#include <fairlead/vocabulary/errc.hpp>

#include <cstdint>
#include <set>

namespace fairlead::host {

/// Which events a page gets that has not yet said what it wants to hear.
enum class silence_means {
    nothing,     ///< Our runtime.js always says so.
    everything,  ///< All of the app's: for a script of calls. The door hears `*` already.
};

struct bridge_counters {
    std::uint64_t late_answers = 0;    ///< For a page that has gone.
    std::uint64_t stale_messages = 0;  ///< From a page that has gone.
    std::uint64_t unheard_events = 0;  ///< Nobody in the page listens any more.
    std::uint64_t refused_calls = 0;   ///< The broker did not take them; they were rejected.
    std::uint64_t lost_events = 0;     ///< The page does not take what it is sent.
};

class bridge {
public:
    /// All are borrowed and outlive it.
    bridge(broker_door& broker, page_port& page, host_actions& host, main_thread& thread,
           silence_means silence = silence_means::nothing);

    void watch_calls(call_watch& watch) { watch_ = &watch; }

    // -- the page's side, on the main thread ---------------------------------------------------

    /// A new document, or none at all because its process has ended. `origin` is not the app's own.
    void start_page(std::string_view origin = {});
    /// One string from the page that calls itself `page`.
    void receive(std::string_view page, std::string_view text);
    /// The current document asks for a channel of its own; again when that has broken, but not for
    /// ever. `done` runs on the main thread, and not at all when that document has gone meanwhile.
    void request_channel(std::string origin, client::page_handler done);

    // -- the broker itself, on the main thread -------------------------------------------------

    /// It has gone. Open calls are rejected; until another is there, so are new ones.
    void lose_broker(std::string_view reason);
    /// The door leads to another one.
    void find_broker();

    generation current() const noexcept { return generation_; }
    bridge_counters const& counters() const noexcept { return counters_; }

    // -- the broker's side, on any thread ------------------------------------------------------

    void deliver_callback(generation page, std::string_view text,
                          client::callback_time const& time = {});
    void deliver_event(std::string_view topic, std::string_view data_json);

private:
    void handle(call_message const& message);
    void handle(emit_message const& message);
    void handle(live_message const& message);
    void handle(interest_message const& message);
    void handle(log_message const& message);
    void handle(log_level_message const& message);
    void handle(bad_message const& message);

    bool announce();
    bool is_from_current(std::string_view page);
    void reject(std::string_view body, errc code, std::string_view message);
    void carry_over();
    void carry(inbox_item item);
    void carry_callback(std::string text);
    void refuse_served(std::string_view request, errc code, std::string_view why);
    void forget_page();
    void pay_debts();
    bool wants(std::string const& topic) const;
    void count_lost(std::string const& topic);

    broker_door& broker_;
    page_port& port_;
    host_actions& host_;
    main_thread& thread_;
    call_watch* watch_ = nullptr;
    silence_means silence_;

    broker_inbox inbox_;
    owed_news owed_;
    bool pays_soon_ = false;

    generation generation_{1};
    bool has_spoken_ = false;  // The broker has heard of this generation.
    std::string origin_;       // Of the current document; empty: the app's own.
    std::string said_origin_;  // For whose documents the broker thinks that we speak.
    bool asks_for_channel_ = false;
    int channels_asked_ = 0;  // By the current document.
    std::string page_name_;   // Of the current document, once it has said it.
    std::string last_page_name_;
    std::set<std::string, std::less<>> interest_;
    bool interest_known_ = false;
    log_level log_threshold_ = log_level::trace;
    bridge_counters counters_;
};

}  // namespace fairlead::host
