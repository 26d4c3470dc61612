// SPDX-License-Identifier: MIT
//
// webkitgtk_parts — where WebKit's defaults are not ours, each with its reason.
#include "webview-host/window/webkitgtk_parts.hpp"

#include "webview-host/assets/scripts.hpp"

#include <filesystem>

namespace fairlead::host {
namespace {

constexpr char const* own_pages[] = {"wails://wails/*", nullptr};
// A film above that does not belong into memory as a whole.
constexpr std::uint64_t media_bytes_max = 512u << 20;

void add_script(WebKitUserContentManager* to, std::string const& source,
                WebKitUserContentInjectedFrames frames, char const* const* pages = own_pages) {
    auto* script = webkit_user_script_new(
        source.c_str(), frames, WEBKIT_USER_SCRIPT_INJECT_AT_DOCUMENT_START, pages, nullptr);
    webkit_user_content_manager_add_script(to, script);
    webkit_user_script_unref(script);
}

void add_own_scripts(WebKitUserContentManager* to, page_guard const& guard) {
    add_script(to, guard.user_script(), WEBKIT_USER_CONTENT_INJECT_TOP_FRAME);
    add_script(to, std::string{page_guard::child_frame_script()},
               WEBKIT_USER_CONTENT_INJECT_ALL_FRAMES);
}

WebKitHardwareAccelerationPolicy policy_for(gpu_policy wanted) {
    switch (wanted) {
        case gpu_policy::always: return WEBKIT_HARDWARE_ACCELERATION_POLICY_ALWAYS;
        case gpu_policy::on_demand: return WEBKIT_HARDWARE_ACCELERATION_POLICY_ON_DEMAND;
        case gpu_policy::never: return WEBKIT_HARDWARE_ACCELERATION_POLICY_NEVER;
    }
    return WEBKIT_HARDWARE_ACCELERATION_POLICY_ALWAYS;
}

gobject<WebKitWebContext> new_context(webkitgtk_options const& options) {
    // A driven view must find nothing of an earlier run and leave nothing to a later one.
    if (options.automation) return gobject<WebKitWebContext>{webkit_web_context_new_ephemeral()};
    const auto below = [&](char const* root) {
        return (std::filesystem::path{root} / "fairlead" / options.app / "webview").string();
    };
    const gobject<WebKitWebsiteDataManager> storage{webkit_website_data_manager_new(
        "base-data-directory", below(g_get_user_data_dir()).c_str(), "base-cache-directory",
        below(g_get_user_cache_dir()).c_str(), nullptr)};
    return gobject<WebKitWebContext>{
        webkit_web_context_new_with_website_data_manager(storage.get())};
}

}  // namespace

gobject<WebKitWebContext> make_context(webkitgtk_options const& options) {
    auto context = new_context(options);
    webkit_web_context_set_sandbox_enabled(context.get(), options.sandbox ? TRUE : FALSE);
    load_inpage_half(context.get(), options.inpage);
    return context;
}

gobject<WebKitSettings> make_settings(page_options const& options) {
    gobject<WebKitSettings> settings{webkit_settings_new()};
    // A page that comes back from it comes without a new window object: its calls would hang.
    webkit_settings_set_enable_page_cache(settings.get(), FALSE);
    webkit_settings_set_enable_developer_extras(settings.get(), options.devtools ? TRUE : FALSE);
    webkit_settings_set_enable_write_console_messages_to_stdout(settings.get(), FALSE);
    webkit_settings_set_javascript_can_access_clipboard(settings.get(), TRUE);
    if (options.user_agent.empty())
        webkit_settings_set_user_agent_with_application_details(settings.get(), "wails.io",
                                                                nullptr);
    else webkit_settings_set_user_agent(settings.get(), options.user_agent.c_str());
    if (options.gpu)
        webkit_settings_set_hardware_acceleration_policy(settings.get(), policy_for(*options.gpu));
    return settings;
}

gobject<WebKitUserContentManager> make_content(page_guard const& guard,
                                               request_guard const& requests) {
    gobject<WebKitUserContentManager> content{webkit_user_content_manager_new()};
    add_own_scripts(content.get(), guard);
    add_script(content.get(), requests.user_script(), WEBKIT_USER_CONTENT_INJECT_TOP_FRAME);
    add_script(content.get(), call_of(media_script(), std::to_string(media_bytes_max)),
               WEBKIT_USER_CONTENT_INJECT_ALL_FRAMES);
    return content;
}

void refuse_menus(WebKitWebView* view) {
    const auto asked = +[](WebKitWebView*, WebKitContextMenu*, GdkEvent*, WebKitHitTestResult*,
                           gpointer) -> gboolean { return TRUE; };
    g_signal_connect(view, "context-menu", G_CALLBACK(asked), nullptr);
}

void welcome_origin(WebKitUserContentManager* content, page_guard const& guard,
                    std::string const& origin, std::string const& page_scripts) {
    webkit_user_content_manager_remove_all_scripts(content);
    add_own_scripts(content, guard);
    // WebKit's patterns of addresses know no ports: the script looks for itself.
    add_script(content,
               "if (location.origin === '" + origin + "') {\n" + guard.user_script() + "\n" +
                   page_scripts + "\n}",
               WEBKIT_USER_CONTENT_INJECT_TOP_FRAME, nullptr);
}

}  // namespace fairlead::host
