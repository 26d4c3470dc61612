// SPDX-License-Identifier: MIT
//
// notification_calls — JSON into notifications, sentences into rejections.
#include "webview-host/system/notification_calls.hpp"

#include <fairlead/vocabulary/json_string.hpp>

namespace fairlead::host {
namespace {

namespace dom = simdjson::dom;

/// Settles the call with null, or with the sentence.
notifier::done settle(asked_call const& call) {
    return [answer = call.answer](std::string const& problem) {
        if (problem.empty()) answer({true, "null", {}, {}});
        else answer({false, {}, errc::app_error, problem});
    };
}

/// Not there is "", and so is null.
std::string text_at(dom::object from, std::string_view key) {
    std::string_view text;
    return from[key].get(text) == simdjson::SUCCESS ? std::string{text} : std::string{};
}

/// The first argument, if it is an object; refuses otherwise, as Wails does.
class first_object {
public:
    first_object(asked_call const& call, char const* otherwise) : json_{call.args} {
        if (parser_.parse(json_).at(0).get(found_) == simdjson::SUCCESS) has_ = true;
        else call.refuse(errc::bad_arguments, otherwise);
    }
    explicit operator bool() const noexcept { return has_; }
    dom::object operator*() const { return found_; }

private:
    simdjson::padded_string json_;
    dom::parser parser_;
    dom::object found_;
    bool has_ = false;
};

void send(asked_call const& call, bool with_actions) {
    const first_object options{call, "empty argument, cannot send notification"};
    if (!options) return;
    notification what{text_at(*options, "id"),         text_at(*options, "title"),
                      text_at(*options, "subtitle"),   text_at(*options, "body"),
                      text_at(*options, "categoryId"), "{}"};
    if (what.id.empty()) return call.refuse(errc::bad_arguments, "notification ID cannot be empty");
    if (what.title.empty())
        return call.refuse(errc::bad_arguments, "notification title cannot be empty");
    if (dom::object data; (*options)["data"].get(data) == simdjson::SUCCESS)
        what.data_json = simdjson::minify(data);
    call.desk.notes.send(std::move(what), with_actions, settle(call));
}

}  // namespace

void is_notification_available(asked_call const& call) {
    call.desk.notes.ask_available([answer = call.answer](bool is) {
        answer({true, is ? "true" : "false", {}, {}});
    });
}

/// A desktop on Linux asks nobody for leave.
void are_notifications_allowed(asked_call const& call) { is_notification_available(call); }

void initialise_notifications(asked_call const& call) { call.desk.notes.initialise(settle(call)); }

void clean_up_notifications(asked_call const& call) {
    call.desk.notes.clean_up();
    call.with(std::string{"null"});
}

void send_notification(asked_call const& call) { send(call, false); }
void send_notification_with_actions(asked_call const& call) { send(call, true); }

void register_notification_category(asked_call const& call) {
    const first_object given{call, "empty argument, cannot register category"};
    if (!given) return;
    notification_category category{text_at(*given, "id"), {}};
    if (dom::array actions; (*given)["actions"].get(actions) == simdjson::SUCCESS)
        for (auto one : actions)
            if (dom::object action; one.get(action) == simdjson::SUCCESS)
                category.actions.push_back({text_at(action, "id"), text_at(action, "title")});
    call.desk.notes.register_category(std::move(category), settle(call));
}

void remove_notification_category(asked_call const& call) {
    const auto id = call.text();
    if (!id) return call.refuse(errc::bad_arguments, "empty argument, cannot remove category");
    call.desk.notes.remove_category(*id, settle(call));
}

/// Here nothing is scheduled: what was sent is shown, so pending and delivered are the same ones.
void remove_all_notifications(asked_call const& call) { call.desk.notes.remove_all(settle(call)); }

void remove_notification(asked_call const& call) {
    const auto id = call.text();
    if (!id) return call.refuse(errc::bad_arguments, "empty argument, cannot remove notification");
    call.desk.notes.remove(*id, settle(call));
}

std::string to_json(notification_response const& response) {
    std::string json = "{\"id\":";
    append_json_string(json, response.of.id);
    const auto add = [&](char const* key, std::string const& text) {
        append_json_string(json.append(",\"").append(key).append("\":"), text);
    };
    add("actionIdentifier", response.action);
    add("categoryId", response.of.category);
    add("title", response.of.title);
    add("subtitle", response.of.subtitle);
    add("body", response.of.body);
    add("userText", {});  // No service of this desktop takes a reply in the notification.
    return json + ",\"userInfo\":" + response.of.data_json + "}";
}

}  // namespace fairlead::host
