// SPDX-License-Identifier: MIT
//
// webkitgtk_inpage — a user message of WebKit's, answered when the broker has.
#include "webview-host/window/webkitgtk_inpage.hpp"

#include "webview-host/inpage/hand_over.hpp"
#include "webview-host/window/gobject.hpp"
#include "webview-host/window/navigation_rules.hpp"

#include <gio/gunixfdlist.h>

#include <memory>

namespace fairlead::host {
namespace {

namespace words = page::hand_over;

/// Keeps the settings for as long as the context may start web processes.
void give_settings(WebKitWebContext* context, gpointer held) {
    auto const& options = *static_cast<inpage_options*>(held);
    webkit_web_context_set_web_extensions_directory(context, options.folder.c_str());
    webkit_web_context_set_web_extensions_initialization_user_data(
        context,
        g_variant_new("(sb)", std::string{own_origin}.c_str(), options.fine_clock ? TRUE : FALSE));
}

WebKitUserMessage* to_message(channel_answer answer) {
    if (auto const* why = std::get_if<std::string>(&answer))
        return webkit_user_message_new(words::refused, g_variant_new_string(why->c_str()));
    auto& ends = std::get<channel_ends>(answer);
    const gobject<GUnixFDList> list{g_unix_fd_list_new()};
    for (auto const& one : ends.descriptors)
        if (g_unix_fd_list_append(list.get(), one.get(), nullptr) < 0)
            return webkit_user_message_new(
                words::refused, g_variant_new_string("the host has no descriptors left"));
    return webkit_user_message_new_with_fd_list(words::granted,
                                                g_variant_new_uint32(ends.ring_bytes), list.get());
}

}  // namespace

void load_inpage_half(WebKitWebContext* context, inpage_options const& options) {
    if (options.folder.empty()) return;
    // Without it a sandboxed web process silently does not find the library.
    webkit_web_context_add_path_to_sandbox(context, options.folder.c_str(), TRUE);
    g_signal_connect_data(
        context, "initialize-web-extensions", G_CALLBACK(give_settings),
        new inpage_options{options},
        [](gpointer held, GClosure*) { delete static_cast<inpage_options*>(held); },
        GConnectFlags{});
}

webkitgtk_inpage::webkitgtk_inpage(WebKitWebView* view, handler wanted)
    : view_{view}, wanted_{std::move(wanted)} {
    const auto message =
        +[](WebKitWebView* from, WebKitUserMessage* asked, gpointer self) -> gboolean {
        if (g_strcmp0(webkit_user_message_get_name(asked), words::request) != 0) return FALSE;
        const std::shared_ptr<WebKitUserMessage> held{retain(asked)};
        const auto respond = [held](channel_answer answer) {
            webkit_user_message_send_reply(held.get(), to_message(std::move(answer)));
        };
        char const* address = webkit_web_view_get_uri(from);
        if (address == nullptr || !is_own_address(address)) {
            respond("this page is not the app's");
            return TRUE;
        }
        static_cast<webkitgtk_inpage*>(self)->wanted_(respond);
        return TRUE;
    };
    g_signal_connect(view_, "user-message-received", G_CALLBACK(message), this);
}

webkitgtk_inpage::~webkitgtk_inpage() { g_signal_handlers_disconnect_by_data(view_, this); }

}  // namespace fairlead::host
