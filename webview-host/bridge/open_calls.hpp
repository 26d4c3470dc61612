// SPDX-License-Identifier: MIT
//
// open_calls — which calls have gone out and not come back, since when.
#pragma once

#include "webview-host/bridge/call_envelope.hpp"

#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fairlead::host {

class open_calls {
public:
    using clock = std::chrono::steady_clock;

    struct entry {
        call_envelope call;
        clock::time_point since;
    };

    void add(call_envelope call, clock::time_point now) {
        auto id = call.callback_id;
        calls_.emplace(std::move(id), entry{std::move(call), now});
    }
    /// The oldest of that callback id: a script of calls may use one twice.
    std::optional<entry> take(std::string_view callback_id) {
        const auto found = calls_.find(callback_id);
        if (found == calls_.end()) return std::nullopt;
        auto taken = std::move(found->second);
        calls_.erase(found);
        return taken;
    }
    /// The callback ids of all, which are then not open any more.
    std::vector<std::string> take_all() {
        std::vector<std::string> ids;
        for (auto const& [id, ignored] : calls_) ids.push_back(id);
        calls_.clear();
        return ids;
    }
    void clear() noexcept { calls_.clear(); }
    std::size_t size() const noexcept { return calls_.size(); }

private:
    std::multimap<std::string, entry, std::less<>> calls_;
};

}  // namespace fairlead::host
