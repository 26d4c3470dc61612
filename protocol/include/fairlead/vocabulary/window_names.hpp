// SPDX-License-Identifier: MIT
//
// window_names — methods and topics between an app's window, its launcher and its plugins, beside
// those that Wails itself names.
#pragma once

#include <string_view>

namespace fairlead::window_names {

/// A plugin may offer it: [] → true if the window is to stay. It waits for the answer 5 s.
inline constexpr std::string_view before_close = "fairlead.before-close";

/// The window offers it: [["arg",…],"working directory"] → null. The app was started once more.
inline constexpr std::string_view launched_again = "fairlead.window.launched-again";

/// How far the window is; its host says so. The broker keeps the last for those who come later.
inline constexpr std::string_view state = "fairlead/window";
inline constexpr std::string_view window_open = R"([{"state":"open"}])";
/// With each page that has been loaded with all it needs.
inline constexpr std::string_view page_ready = R"([{"state":"ready"}])";
/// The broker says it, when that host has gone.
inline constexpr std::string_view window_closed = R"([{"state":"closed"}])";

/// What a window alone may tell. Nothing of it is kept for those who come later.
inline constexpr std::string_view news = "fairlead/window/";

/// [{"args":["arg",…],"workingDirectory":"/…"}].
inline constexpr std::string_view second_instance = "fairlead/window/second-instance";

/// [{"id","actionIdentifier","categoryId","title","subtitle","body","userText","userInfo"}].
inline constexpr std::string_view notification_response = "fairlead/window/notification-response";

/// Wails' own name: [x, y, ["path",…]], in the page's own pixels.
inline constexpr std::string_view file_drop = "wails:file-drop";

}  // namespace fairlead::window_names
