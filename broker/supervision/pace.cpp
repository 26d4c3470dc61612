// SPDX-License-Identifier: MIT
//
// pace — shares of one processor, between two ticks or two looks. What a plugin has waited for
// counts as had: on a busy machine an endless loop gets little, and is one all the same.
#include "broker/supervision/pace.hpp"

#include <utility>

namespace fairlead::broker::supervision {
namespace {

struct stretch {
    std::chrono::milliseconds demand, length;
    bool spoke;

    stretch(pace::facts const& from, pace::facts const& to)
        : demand{to.demand - from.demand},
          length{std::chrono::duration_cast<std::chrono::milliseconds>(to.now - from.now)},
          spoke{to.heard != from.heard} {}

    /// More than two fifths of a processor: some loops sleep now and then.
    bool is_busy() const { return 5 * demand > 2 * length; }
};

}  // namespace

pace::change pace::on_busy(facts const& now, milliseconds tick) {
    const auto last = std::exchange(ticked_, now);
    if (!last || held_back()) return change::none;
    const stretch since{*last, now};
    silent_for_ = since.is_busy() && !since.spoke ? silent_for_ + tick : milliseconds{0};
    if (silent_for_ < patience) return change::none;
    silent_for_ = milliseconds{0};
    since_ = now.now;
    looked_.reset();
    return change::hold_back;
}

pace::change pace::on_look(facts const& now) {
    if (!held_back()) return change::none;
    const auto last = std::exchange(looked_, now);
    if (!last) return change::none;
    const stretch since{*last, now};
    if (!since.is_busy() || since.spoke) {
        since_.reset();
        named_ = false;
        return change::let_go;
    }
    if (named_ || now.now - *since_ < named_after) return change::none;
    named_ = true;
    return change::name;
}

}  // namespace fairlead::broker::supervision
