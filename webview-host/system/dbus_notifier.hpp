// SPDX-License-Identifier: MIT
//
// dbus_notifier — notifier on the desktop's own service, org.freedesktop.Notifications.
#pragma once

#include "webview-host/system/notifier.hpp"
#include "webview-host/window/gobject.hpp"

#include <map>
#include <memory>
#include <optional>

namespace fairlead::host {

class dbus_notifier final : public notifier {
public:
    /// `on_response` runs on the main thread when a person has clicked.
    dbus_notifier(std::string app, std::string icon,
                  std::function<void(notification_response const&)> on_response);
    ~dbus_notifier() override;
    dbus_notifier(dbus_notifier const&) = delete;
    dbus_notifier& operator=(dbus_notifier const&) = delete;

    void ask_available(std::function<void(bool)> answer) override;
    void initialise(done answer) override;
    void clean_up() override;
    void send(notification what, bool with_actions, done answer) override;
    void register_category(notification_category category, done answer) override;
    void remove_category(std::string const& id, done answer) override;
    void remove(std::string const& id, done answer) override;
    void remove_all(done answer) override;

private:
    /// What a call gave, or why it did not.
    using reply = std::function<void(GVariant* value, std::string const& problem)>;
    void with_bus(std::function<void(std::string const& problem)> then);
    void call(char const* method, GVariant* args, char const* returns, reply then);
    void learn_abilities(GVariant* list);
    void listen();
    void take_signal(std::string const& name, GVariant* values);
    GVariant* to_arguments(notification const& what, bool with_actions) const;
    std::optional<guint32> number_of(std::string const& id) const;
    bool refused(done const& answer) const;

    std::string app_, icon_;
    std::function<void(notification_response const&)> on_response_;
    gobject<GDBusConnection> bus_;
    bool initialised_ = false;
    bool has_actions_ = false, has_markup_ = false;  // The service's abilities.
    guint subscription_ = 0;
    std::map<std::string, notification_category> categories_;
    std::map<guint32, notification> shown_;  // By the service's numbers.
    // Answers of the bus that come when this object has gone find it empty.
    std::shared_ptr<dbus_notifier*> self_ = std::make_shared<dbus_notifier*>(this);
};

}  // namespace fairlead::host
