// SPDX-License-Identifier: MIT
//
// neighbours — what the bridge asks of those beside it: the broker, the page, the host, a watcher.
#pragma once

#include "webview-host/bridge/page_message.hpp"
#include "webview-host/bridge/page_outbox.hpp"

#include <fairlead/client/call_notes.hpp>
#include <fairlead/client/page_channel.hpp>
#include <fairlead/vocabulary/ids.hpp>

#include <functional>
#include <string>
#include <string_view>

namespace fairlead::host {

/// The few functions of a connection that pages need. None of them waits.
class broker_door {
public:
    virtual ~broker_door() = default;
    /// `takes_live`: the page hears of a call's items and progress, too.
    /// False: refused, the broker does not keep up or the text is too large for it.
    virtual bool invoke(generation page, std::string_view text, bool takes_live = false) = 0;
    /// That answer has been given to its page; the broker wants to know when.
    virtual void settled(client::callback_time const& what) = 0;
    /// False: the broker has gone, and no other is there yet.
    virtual bool is_open() const = 0;
    /// False: refused, the broker does not keep up.
    virtual bool forget(generation page) = 0;
    /// In a moment, on the broker's thread; not at all when the broker has gone by then.
    virtual void run_soon(std::function<void()> work) = 0;
    /// `done` runs on the broker's thread, once.
    virtual void request_page(generation page, std::string origin, client::page_handler done) = 0;
    virtual void subscribe(std::string_view topic) = 0;
    virtual void unsubscribe(std::string_view topic) = 0;
    virtual void log(log_level level, std::string_view text) = 0;
};

/// Where answers and events for the page go, in the order they came.
class page_port {
public:
    virtual ~page_port() = default;
    /// A new document; what was for the old one is dropped. `name` is "" until it has said it.
    virtual void start(std::string_view name) = 0;
    virtual push_outcome callback(std::string text) = 0;
    virtual push_outcome event(std::string text) = 0;
    /// Calls that the page has under way end without an answer.
    virtual push_outcome end_calls(std::string reason) = 0;
    /// Whoever the page speaks to has heard of none of its offers.
    virtual push_outcome offer_again() = 0;
    /// Everything of this turn has been given.
    virtual void flush() = 0;
};

/// What the page asks of its window and its app.
class host_actions {
public:
    virtual ~host_actions() = default;
    /// Everything but calls, events and log lines, which the bridge sees to itself.
    virtual void perform(page_message const& message) = 0;
    /// Something was wrong; a sentence for a person.
    virtual void complain(std::string_view sentence) = 0;
    virtual void quit(int code) = 0;
};

/// Sees each call go out and its answer come back, if somebody wants to.
class call_watch {
public:
    virtual ~call_watch() = default;
    virtual void on_sent(call_message const& call) = 0;
    virtual void on_settled(std::string_view callback_text) = 0;
    /// Its calls end without an answer.
    virtual void on_page_gone() = 0;
};

}  // namespace fairlead::host
