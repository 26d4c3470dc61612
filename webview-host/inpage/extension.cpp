// SPDX-License-Identifier: MIT
//
// extension — what WebKit loads into each web process: gives own main documents their channel.
//
// A document asks its view, that is, the host, as soon as its window object is there; the answer
// brings the descriptors. Child frames, other origins and other script worlds get nothing.
//
// WebKitGTK 4.1 names; 6.0 has the same functions under the names of the second half below.
#include "webview-host/inpage/document.hpp"
#include "webview-host/inpage/hand_over.hpp"

#include <gio/gunixfdlist.h>

#ifdef FAIRLEAD_WEBKITGTK_6
#include <webkit/webkit-web-process-extension.h>
using fairlead_extension = WebKitWebProcessExtension;
#define FAIRLEAD_EXTENSION_ENTRY webkit_web_process_extension_initialize_with_user_data
#else
#include <webkit2/webkit-web-extension.h>
using fairlead_extension = WebKitWebExtension;
#define FAIRLEAD_EXTENSION_ENTRY webkit_web_extension_initialize_with_user_data
#endif

#include <map>

namespace fairlead::page {
namespace {

struct extension_state {
    std::string origin;
    bool with_clock = false;
    std::map<WebKitWebPage*, std::shared_ptr<document>> documents;
};
// Never destroyed: at exit there is no JavaScript left to let go of.
auto& state = *new extension_state;

using document_link = std::weak_ptr<document>;

bool is_own(char const* address) {
    if (address == nullptr || state.origin.empty()) return false;
    const std::string_view text{address};
    return text.starts_with(state.origin) &&
           (text.size() == state.origin.size() || text[state.origin.size()] == '/');
}

void take_grant(document& here, WebKitUserMessage* answer) {
    auto* parameters = webkit_user_message_get_parameters(answer);
    if (g_strcmp0(webkit_user_message_get_name(answer), hand_over::granted) != 0) {
        char const* why = "the host refused";
        if (parameters != nullptr && g_variant_is_of_type(parameters, G_VARIANT_TYPE_STRING))
            why = g_variant_get_string(parameters, nullptr);
        return here.refuse(why);
    }
    auto* list = webkit_user_message_get_fd_list(answer);
    page_channel::descriptors fds;
    if (list == nullptr || parameters == nullptr ||
        !g_variant_is_of_type(parameters, G_VARIANT_TYPE_UINT32) ||
        g_unix_fd_list_get_length(list) != static_cast<int>(fds.size()))
        return here.refuse("the host's answer is broken");
    for (std::size_t i = 0; i < fds.size(); ++i)
        fds[i].reset(g_unix_fd_list_get(list, static_cast<int>(i), nullptr));
    here.open(std::move(fds), g_variant_get_uint32(parameters));
}

/// One request. Its answer and its time-out hold it; the first of them counts.
struct question {
    WebKitWebPage* page;
    document_link asker;
    unsigned tries = 0;  // Since a channel broke; 0: the first request of all.
    bool answered = false;
};
using shared_question = std::shared_ptr<question>;

void ask_later(question const& last);

void ask(shared_question const& asked) {
    webkit_web_page_send_message_to_view(
        asked->page, webkit_user_message_new(hand_over::request, nullptr), nullptr,
        [](GObject* source, GAsyncResult* result, gpointer held) {
            const std::unique_ptr<shared_question> owner{static_cast<shared_question*>(held)};
            auto& what = **owner;
            what.answered = true;
            GError* error = nullptr;
            auto* answer = webkit_web_page_send_message_to_view_finish(WEBKIT_WEB_PAGE(source),
                                                                       result, &error);
            if (const auto asker = what.asker.lock()) {
                if (answer != nullptr) take_grant(*asker, answer);
                else asker->refuse("the host does not answer");
                if (what.tries > 0 && !asker->is_open()) ask_later(what);
            }
            if (answer != nullptr) g_object_unref(answer);
            g_clear_error(&error);
        },
        new shared_question{asked});
    g_timeout_add_full(
        G_PRIORITY_DEFAULT, hand_over::patience_ms,
        [](gpointer held) -> gboolean {
            auto const& what = **static_cast<shared_question*>(held);
            if (const auto asker = what.asker.lock(); asker && !what.answered)
                asker->refuse("the host did not answer in time");
            return G_SOURCE_REMOVE;
        },
        new shared_question{asked},
        [](gpointer held) { delete static_cast<shared_question*>(held); });
}

/// A page outlives its documents.
void ask_later(question const& last) {
    if (last.tries == hand_over::tries_max) return;
    g_timeout_add_full(
        G_PRIORITY_DEFAULT, hand_over::first_pause_ms << last.tries,
        [](gpointer held) -> gboolean {
            auto const& next = *static_cast<shared_question*>(held);
            if (const auto here = next->asker.lock(); here && here->ask_again()) ask(next);
            return G_SOURCE_REMOVE;
        },
        new shared_question{
            std::make_shared<question>(question{last.page, last.asker, last.tries + 1})},
        [](gpointer held) { delete static_cast<shared_question*>(held); });
}

void forget(WebKitWebPage* page) {
    const auto found = state.documents.find(page);
    if (found == state.documents.end()) return;
    found->second->end();
    state.documents.erase(found);
}

void on_window_object(WebKitScriptWorld* world, WebKitWebPage* page, WebKitFrame* frame, gpointer) {
    if (webkit_frame_is_main_frame(frame) == FALSE) return;
    forget(page);
    if (!is_own(webkit_frame_get_uri(frame))) return;
    auto* context = webkit_frame_get_js_context_for_script_world(frame, world);
    auto here = document::create(context, state.with_clock);
    g_object_unref(context);
    if (!here) return;
    state.documents.emplace(page, here);
    here->when_broken([page, link = document_link{here}, breaks = 0U]() mutable {
        if (++breaks <= hand_over::breaks_max) ask_later({page, link});
    });
    ask(std::make_shared<question>(question{page, here}));
}

void on_page(fairlead_extension*, WebKitWebPage* page, gpointer) {
    g_object_weak_ref(
        G_OBJECT(page),
        [](gpointer, GObject* gone) { forget(reinterpret_cast<WebKitWebPage*>(gone)); }, nullptr);
}

void start(fairlead_extension* extension, GVariant const* settings) {
    auto* given = const_cast<GVariant*>(settings);
    if (given == nullptr || !g_variant_is_of_type(given, G_VARIANT_TYPE(hand_over::settings_type)))
        return;
    char const* origin = nullptr;
    gboolean with_clock = FALSE;
    g_variant_get(given, hand_over::settings_read, &origin, &with_clock);
    state.origin = origin;
    state.with_clock = with_clock != FALSE;
    g_signal_connect(extension, "page-created", G_CALLBACK(on_page), nullptr);
    g_signal_connect(webkit_script_world_get_default(), "window-object-cleared",
                     G_CALLBACK(on_window_object), nullptr);
}

}  // namespace
}  // namespace fairlead::page

extern "C" G_MODULE_EXPORT void FAIRLEAD_EXTENSION_ENTRY(fairlead_extension* extension,
                                                         GVariant const* settings) {
    fairlead::page::start(extension, settings);
}
