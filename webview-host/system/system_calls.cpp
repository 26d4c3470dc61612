// SPDX-License-Identifier: MIT
//
// system_calls — a table of names and one small function for each.
#include "webview-host/system/system_calls.hpp"

#include "webview-host/system/asked_call.hpp"
#include "webview-host/system/notification_calls.hpp"

#include <fairlead/vocabulary/json_string.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace fairlead::host {
namespace {

std::string pair_json(char const* first, int a, char const* second, int b) {
    return std::string{"{\""} + first + "\":" + std::to_string(a) + ",\"" + second +
           "\":" + std::to_string(b) + "}";
}

void get_position(asked_call const& call) {
    const auto at = call.desk.frame.position();
    call.with(pair_json("x", at.x, "y", at.y));
}

void get_size(asked_call const& call) {
    const auto size = call.desk.frame.size();
    call.with(pair_json("w", size.width, "h", size.height));
}

void is_normal(asked_call const& call) {
    call.with(!call.desk.frame.is_maximised() && !call.desk.frame.is_minimised() &&
              !call.desk.frame.is_fullscreen());
}

void get_screens(asked_call const& call) {
    std::string json = "[";
    for (auto const& one : call.desk.frame.screens()) {
        if (json.size() > 1) json += ',';
        json.append("{\"isCurrent\":").append(one.is_current ? "true" : "false");
        json.append(",\"isPrimary\":").append(one.is_primary ? "true" : "false");
        json.append(",\"width\":").append(std::to_string(one.size.width));
        json.append(",\"height\":").append(std::to_string(one.size.height));
        json.append(",\"size\":")
            .append(pair_json("width", one.size.width, "height", one.size.height));
        json.append(",\"physicalSize\":")
            .append(
                pair_json("width", one.physical_size.width, "height", one.physical_size.height));
        json += '}';
    }
    call.with(json + "]");
}

// Spelt as Go spells them: apps compare.
constexpr char const* architecture =
#if defined(__x86_64__)
    "amd64";
#elif defined(__aarch64__)
    "arm64";
#elif defined(__i386__)
    "386";
#elif defined(__arm__)
    "arm";
#elif defined(__riscv)
    "riscv64";
#else
    "unknown";
#endif

void get_environment(asked_call const& call) {
    call.with(std::string{R"({"buildType":")"} +
#ifdef NDEBUG
              "production" +
#else
              "debug" +
#endif
              R"(","platform":"linux","arch":")" + architecture + "\"}");
}

void get_clipboard(asked_call const& call) {
    call.desk.frame.read_clipboard([answer = call.answer](std::string const& text) {
        std::string json;
        append_json_string(json, text);
        answer({true, std::move(json), {}, {}});
    });
}

void set_clipboard(asked_call const& call) {
    const auto text = call.text();
    if (!text) return call.refuse(errc::bad_arguments, "empty argument, cannot set clipboard");
    call.desk.frame.write_clipboard(*text);
    call.with(true);
}

using handler = void (*)(asked_call const&);

/// What the window manager has been asked for before is what these find.
template <handler Query>
void settled(asked_call const& call) {
    call.desk.frame.when_settled([desk = call.desk, answer = call.answer] {
        Query({{}, desk, answer});
    });
}

void is_maximised(asked_call const& call) { call.with(call.desk.frame.is_maximised()); }
void is_minimised(asked_call const& call) { call.with(call.desk.frame.is_minimised()); }
void is_fullscreen(asked_call const& call) { call.with(call.desk.frame.is_fullscreen()); }

struct system_call {
    std::string_view name;
    handler run;
};

constexpr std::array<system_call, 24> calls{{
    {":wails:WindowGetPos", settled<get_position>},
    {":wails:WindowGetSize", settled<get_size>},
    {":wails:ScreenGetAll", get_screens},
    {":wails:WindowIsMaximised", settled<is_maximised>},
    {":wails:WindowIsMinimised", settled<is_minimised>},
    {":wails:WindowIsNormal", settled<is_normal>},
    {":wails:WindowIsFullscreen", settled<is_fullscreen>},
    {":wails:Environment", get_environment},
    {":wails:ClipboardGetText", get_clipboard},
    {":wails:ClipboardSetText", set_clipboard},
    {":wails:IsNotificationAvailable", is_notification_available},
    {":wails:InitializeNotifications", initialise_notifications},
    {":wails:CleanupNotifications", clean_up_notifications},
    {":wails:RequestNotificationAuthorization", are_notifications_allowed},
    {":wails:CheckNotificationAuthorization", are_notifications_allowed},
    {":wails:SendNotification", send_notification},
    {":wails:SendNotificationWithActions", send_notification_with_actions},
    {":wails:RegisterNotificationCategory", register_notification_category},
    {":wails:RemoveNotificationCategory", remove_notification_category},
    {":wails:RemoveAllPendingNotifications", remove_all_notifications},
    {":wails:RemovePendingNotification", remove_notification},
    {":wails:RemoveAllDeliveredNotifications", remove_all_notifications},
    {":wails:RemoveDeliveredNotification", remove_notification},
    {":wails:RemoveNotification", remove_notification},
}};

constexpr auto names = [] {
    std::array<std::string_view, calls.size()> list;
    for (std::size_t i = 0; i < calls.size(); ++i) list[i] = calls[i].name;
    return list;
}();

}  // namespace

std::span<std::string_view const> system_call_names() { return names; }

void run_system_call(std::string_view name, std::string_view args_json, desktop const& desk,
                     system_answer const& answer) {
    const asked_call call{args_json, desk, answer};
    const auto found = std::ranges::find(calls, name, &system_call::name);
    if (found == calls.end())
        return call.refuse(errc::no_such_method,
                           "unknown systemcall message: " + std::string{name});
    found->run(call);
}

}  // namespace fairlead::host
