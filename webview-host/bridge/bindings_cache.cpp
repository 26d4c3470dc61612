// SPDX-License-Identifier: MIT
//
// bindings_cache — a page without bindings is of little use, but a page that never loads of none.
#include "webview-host/bridge/bindings_cache.hpp"

#include "webview-host/bridge/bindings.hpp"

#include <utility>

namespace fairlead::host {

void bindings_cache::refresh(std::function<void()> then) {
    ask_([this, then = std::move(then)](answer const& came) {
        auto json = came.ok ? bindings_from_methods(came.methods_json) : std::string{};
        if (!json.empty()) json_ = std::move(json);
        else
            complain_("window.go may be incomplete: " +
                      (came.ok ? "the broker's list of methods cannot be read" : came.problem));
        then();
    });
}

}  // namespace fairlead::host
