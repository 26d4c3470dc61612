// SPDX-License-Identifier: MIT
//
// call_context — time: what is left of it, and how to let it pass.
#include <fairlead/call_context.hpp>

#include <algorithm>

namespace fairlead {

std::optional<std::chrono::milliseconds> call_context::remaining() const noexcept {
    const auto until = deadline();
    if (!until) return std::nullopt;
    return std::max(std::chrono::duration_cast<std::chrono::milliseconds>(
                        *until - std::chrono::steady_clock::now()),
                    std::chrono::milliseconds{0});
}

void live::sleeping::wind(live_call& call, std::shared_ptr<bell> const& one,
                          std::chrono::steady_clock::time_point until) {
    constexpr std::chrono::milliseconds piece_max{60'000};
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
    call.run_after(std::clamp(left, std::chrono::milliseconds{0}, piece_max),
                   [weak = call.weak_from_this(), one, until] {
                       if (one->is_left()) return;
                       const auto alive = weak.lock();
                       if (!alive || std::chrono::steady_clock::now() >= until)
                           return static_cast<void>(one->ring());
                       wind(*alive, one, until);
                   });
}

}  // namespace fairlead
