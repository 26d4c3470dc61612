// SPDX-License-Identifier: MIT
//
// wails_style — what our ways are measured against: calls answered in this very process, each by an
// evaluation of its own, as Wails v2 does. `fairlead bench --page` asks for it; nobody else.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace fairlead::host {

/// The script that answers a call of the benchmark's echo plugin as that plugin would. Nothing: it
/// is another message.
std::optional<std::string> wails_style_answer(std::string_view message);

}  // namespace fairlead::host
