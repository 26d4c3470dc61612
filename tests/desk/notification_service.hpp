// SPDX-License-Identifier: MIT
//
// notification_service — a session bus, and on it the desktop's notifications, played by the test.
#pragma once

#include "tests/support/child.hpp"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

typedef struct _GDBusConnection GDBusConnection;
typedef struct _GDBusMethodInvocation GDBusMethodInvocation;
typedef struct _GMainContext GMainContext;
typedef struct _GMainLoop GMainLoop;
typedef struct _GVariant GVariant;

namespace fairlead::tests {

/// As it came over the bus.
struct shown_notification {
    unsigned number = 0, replaces = 0;
    std::string app, icon, title, body;
    std::vector<std::string> actions;  ///< id, label, id, label …
};

class notification_service {
public:
    /// Without abilities it is a bus without any service.
    explicit notification_service(std::vector<std::string> abilities);
    ~notification_service();
    notification_service(notification_service const&) = delete;
    notification_service& operator=(notification_service const&) = delete;

    /// DBUS_SESSION_BUS_ADDRESS.
    std::string const& address() const noexcept { return address_; }

    /// The next one that was shown. Throws when none comes in time.
    shown_notification next();
    /// The number of the next one that was taken away.
    unsigned next_closed();
    /// A person has clicked.
    void invoke(unsigned number, std::string const& action);
    void dismiss(unsigned number);

private:
    void serve();
    void answer(std::string const& method, GVariant* args, GDBusMethodInvocation* call);
    void emit(char const* signal, GVariant* values);

    child bus_;
    std::string address_;
    std::vector<std::string> abilities_;
    GMainContext* context_;
    GMainLoop* loop_;
    GDBusConnection* connection_ = nullptr;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool serving_ = false;
    unsigned last_ = 0;
    std::vector<shown_notification> shown_;
    std::vector<unsigned> closed_;
    std::thread thread_;
};

}  // namespace fairlead::tests
