// SPDX-License-Identifier: MIT
//
// dbus_notifier — every question to bus and service is asynchronous and has a deadline.
#include "webview-host/system/dbus_notifier.hpp"

#include <algorithm>
#include <utility>

namespace fairlead::host {
namespace {

constexpr auto service = "org.freedesktop.Notifications";
constexpr auto object_path = "/org/freedesktop/Notifications";
constexpr int patience_ms = 5'000;
constexpr std::size_t shown_max = 1'000;  // A service may forget to tell that one has gone.

struct variant_unref {
    void operator()(GVariant* value) const noexcept { g_variant_unref(value); }
};
using variant = std::unique_ptr<GVariant, variant_unref>;

std::string sentence_of(gerror const& error) {
    if (error && g_dbus_error_is_remote_error(error.get()) != FALSE)
        g_dbus_error_strip_remote_error(error.get());
    return "the desktop's notifications cannot be reached: " + message_of(error);
}

/// Services that know markup would take a "<" for its beginning.
std::string escaped(std::string const& text) {
    const gtext safe{g_markup_escape_text(text.data(), static_cast<gssize>(text.size()))};
    return safe.get();
}

}  // namespace

dbus_notifier::dbus_notifier(std::string app, std::string icon,
                             std::function<void(notification_response const&)> on_response)
    : app_{std::move(app)}, icon_{std::move(icon)}, on_response_{std::move(on_response)} {}

dbus_notifier::~dbus_notifier() {
    self_.reset();
    clean_up();
}

void dbus_notifier::with_bus(std::function<void(std::string const&)> then) {
    if (bus_ && g_dbus_connection_is_closed(bus_.get()) == FALSE) return then({});
    struct waiting {
        std::weak_ptr<dbus_notifier*> self;
        std::function<void(std::string const&)> then;
    };
    g_bus_get(
        G_BUS_TYPE_SESSION, nullptr,
        [](GObject*, GAsyncResult* result, gpointer held) {
            const std::unique_ptr<waiting> owner{static_cast<waiting*>(held)};
            GError* error = nullptr;
            gobject<GDBusConnection> bus{g_bus_get_finish(result, &error)};
            const gerror owned{error};
            const auto self = owner->self.lock();
            if (!self) return;
            if (!bus) return owner->then(sentence_of(owned));
            // GLib would end the program with its bus.
            g_dbus_connection_set_exit_on_close(bus.get(), FALSE);
            (*self)->bus_ = std::move(bus);
            owner->then({});
        },
        new waiting{self_, std::move(then)});
}

void dbus_notifier::call(char const* method, GVariant* args, char const* returns, reply then) {
    struct waiting {
        std::weak_ptr<dbus_notifier*> self;
        reply then;
    };
    g_dbus_connection_call(
        bus_.get(), service, object_path, service, method, args,
        returns != nullptr ? G_VARIANT_TYPE(returns) : nullptr, G_DBUS_CALL_FLAGS_NONE, patience_ms,
        nullptr,
        [](GObject* source, GAsyncResult* result, gpointer held) {
            const std::unique_ptr<waiting> owner{static_cast<waiting*>(held)};
            GError* error = nullptr;
            const variant value{
                g_dbus_connection_call_finish(G_DBUS_CONNECTION(source), result, &error)};
            const gerror owned{error};
            if (owner->self.expired()) return;
            owner->then(value.get(), value ? std::string{} : sentence_of(owned));
        },
        new waiting{self_, std::move(then)});
}

void dbus_notifier::ask_available(std::function<void(bool)> answer) {
    with_bus([this, answer = std::move(answer)](std::string const& problem) {
        if (!problem.empty()) return answer(false);
        call("GetServerInformation", nullptr, "(ssss)",
             [answer](GVariant* value, std::string const&) { answer(value != nullptr); });
    });
}

void dbus_notifier::initialise(done answer) {
    with_bus([this, answer = std::move(answer)](std::string const& problem) {
        if (!problem.empty()) return answer(problem);
        call("GetCapabilities", nullptr, "(as)",
             [this, answer](GVariant* value, std::string const& why) {
                 if (value == nullptr) return answer(why);
                 learn_abilities(value);
                 listen();
                 initialised_ = true;
                 answer({});
             });
    });
}

void dbus_notifier::learn_abilities(GVariant* list) {
    GVariantIter* each = nullptr;
    g_variant_get(list, "(as)", &each);
    has_actions_ = has_markup_ = false;
    for (char const* ability = nullptr; g_variant_iter_next(each, "&s", &ability) != FALSE;) {
        has_actions_ |= std::string_view{ability} == "actions";
        has_markup_ |= std::string_view{ability} == "body-markup";
    }
    g_variant_iter_free(each);
}

void dbus_notifier::listen() {
    if (subscription_ != 0) return;
    subscription_ = g_dbus_connection_signal_subscribe(
        bus_.get(), service, service, nullptr, object_path, nullptr, G_DBUS_SIGNAL_FLAGS_NONE,
        [](GDBusConnection*, gchar const*, gchar const*, gchar const*, gchar const* name,
           GVariant* values, gpointer held) {
            auto const& link = *static_cast<std::weak_ptr<dbus_notifier*>*>(held);
            if (const auto self = link.lock()) (*self)->take_signal(name, values);
        },
        new std::weak_ptr<dbus_notifier*>{self_},
        [](gpointer held) { delete static_cast<std::weak_ptr<dbus_notifier*>*>(held); });
}

void dbus_notifier::take_signal(std::string const& name, GVariant* values) {
    guint32 number = 0;
    if (name == "ActionInvoked" && g_variant_is_of_type(values, G_VARIANT_TYPE("(us)")) != FALSE) {
        char const* action = nullptr;
        g_variant_get(values, "(u&s)", &number, &action);
        const auto found = shown_.find(number);
        if (found == shown_.end()) return;  // Another program's.
        const std::string_view key{action};
        on_response_({found->second, key == "default" ? "DEFAULT_ACTION" : std::string{key}});
    } else if (name == "NotificationClosed" &&
               g_variant_is_of_type(values, G_VARIANT_TYPE("(uu)")) != FALSE) {
        g_variant_get(values, "(uu)", &number, nullptr);
        shown_.erase(number);
    }
}

void dbus_notifier::clean_up() {
    if (subscription_ != 0)
        g_dbus_connection_signal_unsubscribe(bus_.get(), std::exchange(subscription_, 0));
    initialised_ = false;
    categories_.clear();
    shown_.clear();
}

bool dbus_notifier::refused(done const& answer) const {
    if (!initialised_) answer("notifications not initialized");
    return !initialised_;
}

std::optional<guint32> dbus_notifier::number_of(std::string const& id) const {
    const auto found =
        std::ranges::find_if(shown_, [&](auto const& one) { return one.second.id == id; });
    if (found == shown_.end()) return std::nullopt;
    return found->first;
}

GVariant* dbus_notifier::to_arguments(notification const& what, bool with_actions) const {
    auto body = what.subtitle;
    if (!body.empty() && !what.body.empty()) body += '\n';
    body += what.body;
    if (has_markup_) body = escaped(body);

    GVariantBuilder actions;
    g_variant_builder_init(&actions, G_VARIANT_TYPE("as"));
    const auto add = [&](char const* id, char const* title) {
        g_variant_builder_add(&actions, "s", id);
        g_variant_builder_add(&actions, "s", title);
    };
    if (has_actions_) add("default", "Open");  // Clicks are told only where there is one.
    const auto category = categories_.find(what.category);
    if (has_actions_ && with_actions && category != categories_.end())
        for (auto const& one : category->second.actions) add(one.id.c_str(), one.title.c_str());

    GVariantBuilder hints;
    g_variant_builder_init(&hints, G_VARIANT_TYPE("a{sv}"));
    if (char const* program = g_get_prgname())
        g_variant_builder_add(&hints, "{sv}", "desktop-entry", g_variant_new_string(program));
    return g_variant_new("(susssasa{sv}i)", app_.c_str(), number_of(what.id).value_or(0),
                         icon_.c_str(), what.title.c_str(), body.c_str(), &actions, &hints, -1);
}

void dbus_notifier::send(notification what, bool with_actions, done answer) {
    if (refused(answer)) return;
    auto* args = to_arguments(what, with_actions);
    call("Notify", args, "(u)",
         [this, what = std::move(what), answer = std::move(answer)](GVariant* value,
                                                                    std::string const& problem) {
             if (value == nullptr) return answer(problem);
             guint32 number = 0;
             g_variant_get(value, "(u)", &number);
             if (shown_.size() >= shown_max) shown_.erase(shown_.begin());
             shown_.insert_or_assign(number, what);
             answer({});
         });
}

void dbus_notifier::register_category(notification_category category, done answer) {
    if (refused(answer)) return;
    auto id = category.id;
    categories_.insert_or_assign(std::move(id), std::move(category));
    answer({});
}

void dbus_notifier::remove_category(std::string const& id, done answer) {
    if (refused(answer)) return;
    categories_.erase(id);
    answer({});
}

void dbus_notifier::remove(std::string const& id, done answer) {
    if (refused(answer)) return;
    const auto number = number_of(id);
    if (!number) return answer({});
    shown_.erase(*number);
    // A service complains when a person was quicker: gone is gone.
    call("CloseNotification", g_variant_new("(u)", *number), nullptr,
         [answer = std::move(answer)](GVariant*, std::string const&) { answer({}); });
}

void dbus_notifier::remove_all(done answer) {
    if (refused(answer)) return;
    const auto all = std::exchange(shown_, {});
    for (auto const& [number, what] : all)
        call("CloseNotification", g_variant_new("(u)", number), nullptr,
             [](GVariant*, std::string const&) {});
    answer({});
}

}  // namespace fairlead::host
