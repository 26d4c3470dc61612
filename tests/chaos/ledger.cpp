// SPDX-License-Identifier: MIT
//
// ledger — one byte for each call ever made, so that a late second end is noticed.
#include "tests/chaos/ledger.hpp"

#include <utility>

namespace fairlead::chaos {

errand ledger::owe(errand what) {
    const std::lock_guard lock{mutex_};
    what.id = stages_.size();
    stages_.push_back(stage::owed);
    open_.emplace(what.id, what);
    return what;
}

void ledger::settle(std::uint64_t id, outcome how) {
    const std::lock_guard lock{mutex_};
    if (id >= stages_.size()) {
        twice_ = "call " + std::to_string(id) + ", which nobody made, ended";
        return;
    }
    if (stages_[id] == stage::released) return;
    if (std::exchange(stages_[id], stage::paid) == stage::paid) {
        twice_ = "call " + std::to_string(id) + " ended twice, the second time with " +
                 (how.ok ? std::string{"a result"} : how.code);
        return;
    }
    auto one = open_.extract(id);
    settled_.push_back({one.mapped(), std::move(how)});
}

void ledger::release(std::uint64_t id) {
    const std::lock_guard lock{mutex_};
    if (stages_.at(id) != stage::owed) return;
    stages_[id] = stage::released;
    open_.erase(id);
}

std::vector<ledger::settled> ledger::take_settled() {
    const std::lock_guard lock{mutex_};
    return std::exchange(settled_, {});
}

std::vector<errand> ledger::open(party caller) const {
    const std::lock_guard lock{mutex_};
    std::vector<errand> all;
    for (auto const& [id, what] : open_)
        if (what.caller == caller) all.push_back(what);
    return all;
}

std::string ledger::ended_twice() const {
    const std::lock_guard lock{mutex_};
    return twice_;
}

}  // namespace fairlead::chaos
