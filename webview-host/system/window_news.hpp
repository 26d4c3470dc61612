// SPDX-License-Identifier: MIT
//
// window_news — what the window tells plugins and pages, as the data of events.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fairlead::host {

/// wails:file-drop: [x,y,["path",…]].
std::string file_drop_data(int x, int y, std::vector<std::string> const& paths);

/// Of a second start, from the arguments of its call, [["arg",…],"working directory"]:
/// [{"args":[…],"workingDirectory":"…"}]. Nothing: they are not of that form.
std::optional<std::string> second_instance_data(std::string_view args_json);

}  // namespace fairlead::host
