// SPDX-License-Identifier: MIT
//
// system_calls — the `:wails:…` methods: what a page, or a plugin, may ask of the window and the
// desktop.
#pragma once

#include "webview-host/system/notifier.hpp"
#include "webview-host/window/window_frame.hpp"

#include <fairlead/vocabulary/errc.hpp>

#include <functional>
#include <span>
#include <string>
#include <string_view>

namespace fairlead::host {

struct system_reply {
    bool ok = false;
    std::string json;  ///< The result, if ok.
    errc code{};
    std::string message;
};
using system_answer = std::function<void(system_reply)>;

/// Whom they ask. Both are borrowed.
struct desktop {
    window_frame& frame;
    notifier& notes;
};

/// All of them, each with its prefix.
std::span<std::string_view const> system_call_names();

/// Runs the call `name` on the main thread; `answer` is called once, on the main thread, perhaps
/// later. `args_json` is a JSON array or "".
void run_system_call(std::string_view name, std::string_view args_json, desktop const& desk,
                     system_answer const& answer);

}  // namespace fairlead::host
