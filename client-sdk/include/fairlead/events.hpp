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

class events {
public:
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
    void on(std::string topic, Handler handler) const {
        using arguments = typename detail::signature<decltype(&Handler::operator())>::arguments;
        on_json(topic, [topic, handler = std::move(handler)](std::string_view data) {
            std::apply(handler, json::read_arguments<arguments>(data, topic));
        });
    }
    /// `handler` may throw json::bad_value, as `on` does.
    void on_json(std::string topic, std::function<void(std::string_view data_array)> handler) const;

private:
    std::shared_ptr<event_port> port_;
};

}  // namespace fairlead
