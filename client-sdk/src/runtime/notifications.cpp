// SPDX-License-Identifier: MIT
//
// notifications — descriptions in the words of Wails, and the calls that carry them.
#include <fairlead/runtime/notifications.hpp>
#include <fairlead/vocabulary/window_names.hpp>

#include "object_writer.hpp"
#include "runtime_port.hpp"

namespace fairlead {
namespace {

template <class T, class... Values>
pending<T> ask(runtime_port& port, std::string_view method, Values const&... values) {
    return pending<T>{port.ask(method, json::write_arguments(values...))};
}

std::string actions_json(std::vector<notification_action> const& actions) {
    std::string text = "[";
    for (auto const& each : actions) {
        if (text.size() > 1) text += ',';
        object_writer{text}
            .text("id", each.id)
            .text("title", each.title)
            .add("destructive", true, each.destructive)
            .end();
    }
    return text + ']';
}

}  // namespace

void json::codec<notification>::write(std::string& to, notification const& from) {
    object_writer{to}
        .text("id", from.id)
        .text("title", from.title)
        .text("subtitle", from.subtitle)
        .text("body", from.body)
        .text("categoryId", from.category_id)
        .add("data", from.data, from.data.text != "null")
        .end();
}

void json::codec<notification_category>::write(std::string& to, notification_category const& from) {
    object_writer{to}
        .text("id", from.id)
        .add("actions", raw_json{actions_json(from.actions)}, !from.actions.empty())
        .end();
}

void json::codec<notification_response>::read(value& from, notification_response& to) {
    from.each_member([&](std::string_view key, value& member) {
        if (key == "id") json::read(member, to.id);
        if (key == "actionIdentifier") json::read(member, to.action_identifier);
        if (key == "categoryId") json::read(member, to.category_id);
        if (key == "title") json::read(member, to.title);
        if (key == "subtitle") json::read(member, to.subtitle);
        if (key == "body") json::read(member, to.body);
        if (key == "userInfo") json::read(member, to.user_info);
    });
}

pending<bool> notifications::is_available() const {
    return ask<bool>(*port_, ":wails:IsNotificationAvailable");
}
pending<bool> notifications::request_authorization() const {
    return ask<bool>(*port_, ":wails:RequestNotificationAuthorization");
}
pending<bool> notifications::check_authorization() const {
    return ask<bool>(*port_, ":wails:CheckNotificationAuthorization");
}
pending<void> notifications::initialise() const {
    return ask<void>(*port_, ":wails:InitializeNotifications");
}
pending<void> notifications::clean_up() const {
    return ask<void>(*port_, ":wails:CleanupNotifications");
}
pending<void> notifications::send(notification const& what) const {
    return ask<void>(*port_, ":wails:SendNotification", what);
}
pending<void> notifications::send_with_actions(notification const& what) const {
    return ask<void>(*port_, ":wails:SendNotificationWithActions", what);
}
pending<void> notifications::register_category(notification_category const& category) const {
    return ask<void>(*port_, ":wails:RegisterNotificationCategory", category);
}
pending<void> notifications::remove_category(std::string_view id) const {
    return ask<void>(*port_, ":wails:RemoveNotificationCategory", id);
}
pending<void> notifications::remove(std::string_view id) const {
    return ask<void>(*port_, ":wails:RemoveNotification", id);
}
pending<void> notifications::remove_all() const {
    return ask<void>(*port_, ":wails:RemoveAllDeliveredNotifications");
}

listening notifications::on_response(
    std::function<void(notification_response const&)> handler) const {
    return events_.on(
        std::string{window_names::notification_response},
        [handler = std::move(handler)](notification_response const& what) { handler(what); });
}

}  // namespace fairlead
