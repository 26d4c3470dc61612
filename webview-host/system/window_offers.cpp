// SPDX-License-Identifier: MIT
//
// window_offers — one text, read as strictly as a page's.
#include "webview-host/system/window_offers.hpp"

#include "webview-host/system/url_rules.hpp"

#include <fairlead/json/arguments.hpp>
#include <fairlead/vocabulary/window_names.hpp>

#include <variant>

namespace fairlead::host {
namespace {

std::string first_text(desk_call const& call, std::string_view method) {
    return std::get<0>(json::read_arguments<std::tuple<std::string>>(call.args(), method));
}

template <class... Allowed>
bool is_one_of(page_message const& message) {
    return (std::holds_alternative<Allowed>(message) || ...);
}

}  // namespace

void window_offers::offer_on(client::connection& broker, call_desk& desk) {
    desk.offer(broker, "fairlead.window.perform", [this](desk_call const& call) { perform(call); });
    desk.offer(broker, "fairlead.window.run-script", [this](desk_call const& call) {
        run_script_(first_text(call, "fairlead.window.run-script"));
        call.result("null");
    });
}

void window_offers::perform(desk_call const& call) {
    const auto text = first_text(call, "fairlead.window.perform");
    const auto message = parse_page_message(text);
    if (auto const* bad = std::get_if<bad_message>(&message))
        return call.error(errc::bad_arguments, bad->sentence);
    if (auto const* address = std::get_if<browser_message>(&message))
        return open_outside(call, std::string{address->url});
    // The others belong to a page: its calls, its log, the pointer over it.
    if (!is_one_of<window_action_message, window_title_message, window_size_message,
                   window_position_message, window_on_top_message, window_colour_message,
                   app_message>(message))
        return call.error(errc::bad_arguments, "no message for a window: " + text.substr(0, 80));
    // Answered first: it may be the end of us.
    call.result("null");
    actions_.perform(message);
}

void window_offers::open_outside(desk_call const& call, std::string const& url) {
    if (const auto why = refusal_of_url(url); !why.empty())
        return call.error(errc::bad_arguments, "not opened: " + url.substr(0, 200) + ": " + why);
    frame_.open_outside(url, [call, url](std::string const& problem) {
        problem.empty() ? call.result("null")
                        : call.error(errc::app_error, "not opened: " + url + ": " + problem);
    });
}

void tell_window_state(client::connection& broker, window_state now) {
    broker.emit(window_names::state,
                now == window_state::open ? window_names::window_open : window_names::page_ready);
}

}  // namespace fairlead::host
