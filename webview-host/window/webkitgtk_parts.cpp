// SPDX-License-Identifier: MIT
//
// webkitgtk_parts — where WebKit's defaults are not ours, each with its reason.
#include "webview-host/window/webkitgtk_parts.hpp"

#include "webview-host/assets/scripts.hpp"

#include <filesystem>

namespace fairlead::host {
namespace {

// A film above that does not belong into memory as a whole.
constexpr std::uint64_t media_bytes_max = 512u << 20;

void add_script(WebKitUserContentManager* to, std::string const& source,
                WebKitUserContentInjectedFrames frames) {
    char const* const own_pages[] = {"wails://wails/*", nullptr};
    auto* script = webkit_user_script_new(
        source.c_str(), frames, WEBKIT_USER_SCRIPT_INJECT_AT_DOCUMENT_START, own_pages, nullptr);
    webkit_user_content_manager_add_script(to, script);
    webkit_user_script_unref(script);
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

gobject<WebKitSettings> make_settings(bool devtools) {
    gobject<WebKitSettings> settings{webkit_settings_new()};
    // A page that comes back from it comes without a new window object: its calls would hang.
    webkit_settings_set_enable_page_cache(settings.get(), FALSE);
    webkit_settings_set_enable_developer_extras(settings.get(), devtools ? TRUE : FALSE);
    webkit_settings_set_enable_write_console_messages_to_stdout(settings.get(), FALSE);
    webkit_settings_set_javascript_can_access_clipboard(settings.get(), TRUE);
    webkit_settings_set_user_agent_with_application_details(settings.get(), "wails.io", nullptr);
    return settings;
}

gobject<WebKitUserContentManager> make_content(page_guard const& guard,
                                               request_guard const& requests) {
    gobject<WebKitUserContentManager> content{webkit_user_content_manager_new()};
    add_script(content.get(), guard.user_script(), WEBKIT_USER_CONTENT_INJECT_TOP_FRAME);
    add_script(content.get(), requests.user_script(), WEBKIT_USER_CONTENT_INJECT_TOP_FRAME);
    add_script(content.get(), call_of(media_script(), std::to_string(media_bytes_max)),
               WEBKIT_USER_CONTENT_INJECT_ALL_FRAMES);
    add_script(content.get(), std::string{page_guard::child_frame_script()},
               WEBKIT_USER_CONTENT_INJECT_ALL_FRAMES);
    return content;
}

}  // namespace fairlead::host
