// SPDX-License-Identifier: MIT
//
// notification_service — one thread, one connection, four methods.
#include "tests/desk/notification_service.hpp"

#include <gio/gio.h>

#include <stdexcept>

namespace fairlead::tests {
namespace {

constexpr auto bus_name = "org.freedesktop.Notifications";
constexpr auto object_path = "/org/freedesktop/Notifications";
constexpr auto interface_xml = R"(<node><interface name="org.freedesktop.Notifications">
  <method name="GetServerInformation">
    <arg type="s" direction="out"/><arg type="s" direction="out"/>
    <arg type="s" direction="out"/><arg type="s" direction="out"/></method>
  <method name="GetCapabilities"><arg type="as" direction="out"/></method>
  <method name="Notify">
    <arg type="s" direction="in"/><arg type="u" direction="in"/><arg type="s" direction="in"/>
    <arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="as" direction="in"/>
    <arg type="a{sv}" direction="in"/><arg type="i" direction="in"/>
    <arg type="u" direction="out"/></method>
  <method name="CloseNotification"><arg type="u" direction="in"/></method>
  <signal name="ActionInvoked"><arg type="u"/><arg type="s"/></signal>
  <signal name="NotificationClosed"><arg type="u"/><arg type="u"/></signal>
</interface></node>)";

std::vector<std::string> texts(GVariant* array) {
    std::vector<std::string> all;
    for (gsize i = 0; i < g_variant_n_children(array); ++i) {
        auto* one = g_variant_get_child_value(array, i);
        all.emplace_back(g_variant_get_string(one, nullptr));
        g_variant_unref(one);
    }
    return all;
}

GVariant* variant_of(std::vector<std::string> const& texts) {
    GVariantBuilder list;
    g_variant_builder_init(&list, G_VARIANT_TYPE("as"));
    for (auto const& text : texts) g_variant_builder_add(&list, "s", text.c_str());
    return g_variant_new("(as)", &list);
}

}  // namespace

notification_service::notification_service(std::vector<std::string> abilities)
    : bus_{{"/usr/bin/dbus-daemon", {"--session", "--nofork", "--print-address=1"}, {}}},
      address_{bus_.read_line()}, abilities_{std::move(abilities)}, context_{g_main_context_new()},
      loop_{g_main_loop_new(context_, FALSE)} {
    if (abilities_.empty()) return;
    thread_ = std::thread{[this] { serve(); }};
    std::unique_lock lock{mutex_};
    if (!changed_.wait_for(lock, patience(), [this] { return serving_; }))
        throw std::runtime_error{"the notification service did not get its name"};
}

notification_service::~notification_service() {
    if (thread_.joinable()) {
        g_main_loop_quit(loop_);
        thread_.join();
    }
    g_main_loop_unref(loop_);
    g_main_context_unref(context_);
}

void notification_service::serve() {
    g_main_context_push_thread_default(context_);
    connection_ = g_dbus_connection_new_for_address_sync(
        address_.c_str(),
        static_cast<GDBusConnectionFlags>(G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                          G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION),
        nullptr, nullptr, nullptr);
    auto* node = g_dbus_node_info_new_for_xml(interface_xml, nullptr);
    const GDBusInterfaceVTable methods{
        [](GDBusConnection*, gchar const*, gchar const*, gchar const*, gchar const* method,
           GVariant* args, GDBusMethodInvocation* call,
           gpointer self) { static_cast<notification_service*>(self)->answer(method, args, call); },
        nullptr,
        nullptr,
        {}};
    if (connection_ != nullptr) {
        g_dbus_connection_register_object(connection_, object_path, node->interfaces[0], &methods,
                                          this, nullptr, nullptr);
        const auto owned = g_bus_own_name_on_connection(
            connection_, bus_name, G_BUS_NAME_OWNER_FLAGS_NONE,
            [](GDBusConnection*, gchar const*, gpointer self) {
                auto& service = *static_cast<notification_service*>(self);
                const std::lock_guard lock{service.mutex_};
                service.serving_ = true;
                service.changed_.notify_all();
            },
            nullptr, this, nullptr);
        g_main_loop_run(loop_);
        g_bus_unown_name(owned);
        g_dbus_connection_close_sync(connection_, nullptr, nullptr);
        g_object_unref(connection_);
    }
    g_dbus_node_info_unref(node);
    g_main_context_pop_thread_default(context_);
}

void notification_service::answer(std::string const& method, GVariant* args,
                                  GDBusMethodInvocation* call) {
    const std::lock_guard lock{mutex_};
    if (method == "GetServerInformation") {
        g_dbus_method_invocation_return_value(call,
                                              g_variant_new("(ssss)", "test", "test", "1", "1.2"));
    } else if (method == "GetCapabilities") {
        g_dbus_method_invocation_return_value(call, variant_of(abilities_));
    } else if (method == "Notify") {
        shown_notification one;
        char const *app = nullptr, *icon = nullptr, *title = nullptr, *body = nullptr;
        GVariant* actions = nullptr;
        g_variant_get(args, "(&su&s&s&s@as@a{sv}i)", &app, &one.replaces, &icon, &title, &body,
                      &actions, nullptr, nullptr);
        one.number = one.replaces != 0 ? one.replaces : ++last_;
        one.app = app;
        one.icon = icon;
        one.title = title;
        one.body = body;
        one.actions = texts(actions);
        g_variant_unref(actions);
        g_dbus_method_invocation_return_value(call, g_variant_new("(u)", one.number));
        shown_.push_back(std::move(one));
    } else {
        unsigned number = 0;
        g_variant_get(args, "(u)", &number);
        closed_.push_back(number);
        g_dbus_method_invocation_return_value(call, nullptr);
    }
    changed_.notify_all();
}

namespace {

template <class T>
T take_first(std::mutex& mutex, std::condition_variable& changed, std::vector<T>& from,
             char const* what) {
    std::unique_lock lock{mutex};
    if (!changed.wait_for(lock, patience(), [&] { return !from.empty(); }))
        throw std::runtime_error{std::string{"waited in vain for a notification to be "} + what};
    auto first = std::move(from.front());
    from.erase(from.begin());
    return first;
}

}  // namespace

shown_notification notification_service::next() {
    return take_first(mutex_, changed_, shown_, "shown");
}

unsigned notification_service::next_closed() {
    return take_first(mutex_, changed_, closed_, "closed");
}

void notification_service::emit(char const* signal, GVariant* values) {
    g_dbus_connection_emit_signal(connection_, nullptr, object_path, bus_name, signal, values,
                                  nullptr);
}

void notification_service::invoke(unsigned number, std::string const& action) {
    emit("ActionInvoked", g_variant_new("(us)", number, action.c_str()));
}

void notification_service::dismiss(unsigned number) {
    emit("NotificationClosed", g_variant_new("(uu)", number, 2U));
}

}  // namespace fairlead::tests
