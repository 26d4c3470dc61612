// SPDX-License-Identifier: MIT
//
// bindings_cache — what the broker last said of its methods, asked anew at each load of runtime.js:
// a plugin may have come or gone since.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace fairlead::host {

class bindings_cache {
public:
    /// How the broker's list came, or why it did not.
    struct answer {
        bool ok = false;
        std::string methods_json, problem;
    };
    /// Asks the broker; `done` runs on the main thread, once, within the broker's deadline.
    using asker = std::function<void(std::function<void(answer)> done)>;

    explicit bindings_cache(asker ask, std::function<void(std::string_view)> complain)
        : ask_{std::move(ask)}, complain_{std::move(complain)} {}

    /// `then` runs when the answer is here; what is known is served if it did not come.
    void refresh(std::function<void()> then);

    std::string const& json() const noexcept { return json_; }

private:
    asker ask_;
    std::function<void(std::string_view)> complain_;
    std::string json_ = "{}";
};

}  // namespace fairlead::host
