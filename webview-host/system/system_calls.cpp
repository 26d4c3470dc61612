// SPDX-License-Identifier: MIT
//
// system_calls — a table of names and one small function for each.
#include "webview-host/system/system_calls.hpp"

#include <fairlead/vocabulary/json_string.hpp>

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace fairlead::host {
namespace {

struct asked {
    std::string_view args;
    window_frame& frame;
    system_answer const& answer;

    void with(std::string json) const { answer({true, std::move(json), {}, {}}); }
    void with(bool value) const { with(std::string{value ? "true" : "false"}); }
    void refuse(errc code, std::string message) const {
        answer({false, {}, code, std::move(message)});
    }

    /// The first argument; nothing if there is none or it is no string.
    std::optional<std::string> text() const {
        const simdjson::padded_string json{args};
        simdjson::dom::parser parser;
        std::string_view value;
        if (parser.parse(json).at(0).get(value)) return std::nullopt;
        return std::string{value};
    }
};

std::string pair_json(char const* first, int a, char const* second, int b) {
    return std::string{"{\""} + first + "\":" + std::to_string(a) + ",\"" + second +
           "\":" + std::to_string(b) + "}";
}

void get_position(asked const& call) {
    const auto at = call.frame.position();
    call.with(pair_json("x", at.x, "y", at.y));
}

void get_size(asked const& call) {
    const auto size = call.frame.size();
    call.with(pair_json("w", size.width, "h", size.height));
}

void is_normal(asked const& call) {
    call.with(!call.frame.is_maximised() && !call.frame.is_minimised() &&
              !call.frame.is_fullscreen());
}

void get_screens(asked const& call) {
    std::string json = "[";
    for (auto const& one : call.frame.screens()) {
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

void get_environment(asked const& call) {
    call.with(std::string{R"({"buildType":")"} +
#ifdef NDEBUG
              "production" +
#else
              "debug" +
#endif
              R"(","platform":"linux","arch":")" + architecture + "\"}");
}

void get_clipboard(asked const& call) {
    call.frame.read_clipboard([answer = call.answer](std::string const& text) {
        std::string json;
        append_json_string(json, text);
        answer({true, std::move(json), {}, {}});
    });
}

void set_clipboard(asked const& call) {
    const auto text = call.text();
    if (!text) return call.refuse(errc::bad_arguments, "empty argument, cannot set clipboard");
    call.frame.write_clipboard(*text);
    call.with(true);
}

void no_notifications(asked const& call) {
    call.refuse(errc::app_error, "notifications are not available in this host");
}

struct system_call {
    std::string_view name;
    void (*run)(asked const&);
};

constexpr std::array<system_call, 24> calls{{
    {":wails:WindowGetPos", get_position},
    {":wails:WindowGetSize", get_size},
    {":wails:ScreenGetAll", get_screens},
    {":wails:WindowIsMaximised", [](asked const& call) { call.with(call.frame.is_maximised()); }},
    {":wails:WindowIsMinimised", [](asked const& call) { call.with(call.frame.is_minimised()); }},
    {":wails:WindowIsNormal", is_normal},
    {":wails:WindowIsFullscreen", [](asked const& call) { call.with(call.frame.is_fullscreen()); }},
    {":wails:Environment", get_environment},
    {":wails:ClipboardGetText", get_clipboard},
    {":wails:ClipboardSetText", set_clipboard},
    {":wails:IsNotificationAvailable", [](asked const& call) { call.with(false); }},
    {":wails:InitializeNotifications", no_notifications},
    {":wails:CleanupNotifications", no_notifications},
    {":wails:RequestNotificationAuthorization", no_notifications},
    {":wails:CheckNotificationAuthorization", no_notifications},
    {":wails:SendNotification", no_notifications},
    {":wails:SendNotificationWithActions", no_notifications},
    {":wails:RegisterNotificationCategory", no_notifications},
    {":wails:RemoveNotificationCategory", no_notifications},
    {":wails:RemoveAllPendingNotifications", no_notifications},
    {":wails:RemovePendingNotification", no_notifications},
    {":wails:RemoveAllDeliveredNotifications", no_notifications},
    {":wails:RemoveDeliveredNotification", no_notifications},
    {":wails:RemoveNotification", no_notifications},
}};

constexpr auto names = [] {
    std::array<std::string_view, calls.size()> list;
    for (std::size_t i = 0; i < calls.size(); ++i) list[i] = calls[i].name;
    return list;
}();

}  // namespace

std::span<std::string_view const> system_call_names() { return names; }

void run_system_call(std::string_view name, std::string_view args_json, window_frame& frame,
                     system_answer const& answer) {
    const asked call{args_json, frame, answer};
    const auto found = std::ranges::find(calls, name, &system_call::name);
    if (found == calls.end())
        return call.refuse(errc::no_such_method,
                           "unknown systemcall message: " + std::string{name});
    found->run(call);
}

}  // namespace fairlead::host
