// SPDX-License-Identifier: MIT
//
// served_call_text — what the host reads of texts about calls that its page serves, when they find
// no room: whose they are.
#pragma once

#include <fairlead/vocabulary/errc.hpp>

#include <string>
#include <string_view>

namespace fairlead::host {

/// The number in a text of the broker, `{…,"request":"…"}`; "" if it is about none. Looks at the
/// very end only: before that stands what a caller sent.
std::string_view served_request_of(std::string_view text) noexcept;

/// `{"live":"cancel",…}`: short, and of use when nothing else finds room.
bool is_served_cancel(std::string_view text) noexcept;
std::string served_cancel_text(std::string_view request);

/// The error, as the page would send it.
std::string served_refusal_text(std::string_view request, errc code, std::string_view message);

}  // namespace fairlead::host
