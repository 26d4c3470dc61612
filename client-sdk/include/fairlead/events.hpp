// SPDX-License-Identifier: MIT
//
// events — emit and hear events of the app. A handle: copies speak through the same connection.
#pragma once

#include <fairlead/json/arguments.hpp>
#include <fairlead/method.hpp>

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace fairlead {

class event_port;
struct event_listener;

/// One handler that listens; may be dropped, it listens on.
class listening {
public:
    listening(std::weak_ptr<event_port> port, std::shared_ptr<event_listener> who) noexcept
        : port_{std::move(port)}, who_{std::move(who)} {}
    /// It hears nothing more, not even an event that is just being delivered. Again: nothing
    /// happens.
    void off() const;

private:
    std::weak_ptr<event_port> port_;
    std::shared_ptr<event_listener> who_;
};

class events {
public:
    static constexpr int without_end = -1;

    explicit events(std::shared_ptr<event_port> port) noexcept : port_{std::move(port)} {}

    /// Each value becomes one argument of the listeners. Never blocks. False: not connected (yet),
    /// or dropped because the broker does not keep up.
    template <class... Values>
    bool emit(std::string_view topic, Values const&... values) const {
        return emit_json(topic, json::write_arguments(values...));
    }
    bool emit_json(std::string_view topic, std::string_view data_array) const;

    /// `handler` takes the event's data as C++ values: on("saved", [](int id, bool ok) {…}). It
    /// runs on the connection's thread, in order, and must not block. An event whose data does not
    /// fit is passed over and logged. May be called before the plugin runs.
    template <class Handler>
    listening on(std::string topic, Handler handler) const {
        return on_multiple(std::move(topic), without_end, std::move(handler));
    }
    template <class Handler>
    listening once(std::string topic, Handler handler) const {
        return on_multiple(std::move(topic), 1, std::move(handler));
    }
    /// For that many events.
    template <class Handler>
    listening on_multiple(std::string topic, int times, Handler handler) const {
        using arguments = typename detail::signature<decltype(&Handler::operator())>::arguments;
        return on_json(
            topic,
            [topic, handler = std::move(handler)](std::string_view data) {
                std::apply(handler, json::read_arguments<arguments>(data, topic));
            },
            times);
    }
    /// `handler` may throw json::bad_value, as `on` does.
    listening on_json(std::string topic, std::function<void(std::string_view data_array)> handler,
                      int times = without_end) const;

    /// Ends all listeners of these topics that this plugin has. Those of pages and of other plugins
    /// stay, as ours do when a page calls EventsOff.
    template <class... Topics>
    void off(Topics const&... topics) const {
        (off_topic(topics), ...);
    }
    void off_all() const;

private:
    void off_topic(std::string_view topic) const;

    std::shared_ptr<event_port> port_;
};

}  // namespace fairlead
