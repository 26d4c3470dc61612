// SPDX-License-Identifier: MIT
//
// notifications — the desktop's own, beside the window: what happened while the user looked
// elsewhere.
//
// initialise() comes first, once in the life of a window; before it every answer but the first
// three is an error. Names and members are those of Wails' runtime package.
#pragma once

#include <fairlead/events.hpp>
#include <fairlead/pending.hpp>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace fairlead {

class runtime_port;

struct notification {
    std::string id;  ///< One with the same id takes its place.
    std::string title;
    std::string subtitle{};
    std::string body{};
    std::string category_id{};  ///< Whose buttons send_with_actions shows.
    raw_json data{};            ///< An object that comes back with the response.
};

struct notification_action {
    std::string id;
    std::string title;
    bool destructive = false;
};

struct notification_category {
    std::string id;
    std::vector<notification_action> actions{};
};

/// The user clicked.
struct notification_response {
    std::string id;                 ///< The notification's.
    std::string action_identifier;  ///< The button's; "DEFAULT_ACTION": the notification itself.
    std::string category_id;
    std::string title, subtitle, body;
    raw_json user_info;  ///< What was its data.
};

class notifications {
public:
    notifications(std::shared_ptr<runtime_port> port, fairlead::events events) noexcept
        : port_{std::move(port)}, events_{std::move(events)} {}

    /// Whether the desktop has a service that shows them.
    pending<bool> is_available() const;
    pending<bool> request_authorization() const;
    pending<bool> check_authorization() const;
    pending<void> initialise() const;
    pending<void> clean_up() const;

    pending<void> send(notification const& what) const;
    pending<void> send_with_actions(notification const& what) const;
    pending<void> register_category(notification_category const& category) const;
    pending<void> remove_category(std::string_view id) const;
    /// Takes away what is shown.
    pending<void> remove(std::string_view id) const;
    pending<void> remove_all() const;

    /// Also of those that a page or another plugin sent. On the connection's thread: must not
    /// block.
    listening on_response(std::function<void(notification_response const&)> handler) const;

private:
    std::shared_ptr<runtime_port> port_;
    fairlead::events events_;
};

}  // namespace fairlead

template <>
struct fairlead::json::codec<fairlead::notification> {
    static void write(std::string& to, notification const& from);
};
template <>
struct fairlead::json::codec<fairlead::notification_category> {
    static void write(std::string& to, notification_category const& from);
};
template <>
struct fairlead::json::codec<fairlead::notification_response> {
    static void read(value& from, notification_response& to);
};
