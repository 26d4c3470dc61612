// SPDX-License-Identifier: MIT
//
// notification_calls — the fourteen `:wails:…` methods about notifications, and their responses.
#pragma once

#include "webview-host/system/asked_call.hpp"

namespace fairlead::host {

void is_notification_available(asked_call const& call);
void are_notifications_allowed(asked_call const& call);
void initialise_notifications(asked_call const& call);
void clean_up_notifications(asked_call const& call);
void send_notification(asked_call const& call);
void send_notification_with_actions(asked_call const& call);
void register_notification_category(asked_call const& call);
void remove_notification_category(asked_call const& call);
void remove_all_notifications(asked_call const& call);
void remove_notification(asked_call const& call);

/// As Wails gives it to the back end.
std::string to_json(notification_response const& response);

}  // namespace fairlead::host
