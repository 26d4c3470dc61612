// SPDX-License-Identifier: MIT
//
// faults — what is done to the app, and what may be excused by it.
#pragma once

#include "tests/chaos/chaos_app.hpp"
#include "tests/chaos/dice.hpp"
#include "tests/chaos/tally.hpp"

#include <functional>

namespace fairlead::chaos {

class faults {
public:
    faults(chaos_app& app, tally& counts) : app_{app}, counts_{counts} {}

    /// One of them, drawn; in words. In a calm life nobody dies of it.
    std::string strike(dice& from, upheaval& since, bool is_calm);
    /// A life has only so many kills of broker and page: more would end it, as documented.
    void begin_life();

    /// `fairlead call … --stream` and `fairlead subscribe` that come, stand still and die.
    std::string send_tool(dice& from);

    /// Who stands still goes on, if it has stood long enough.
    void step_on();
    /// Everybody goes on, and no tools are left.
    void rest();

private:
    std::string kill(dice& from, upheaval& since);
    std::string stop(dice& from, upheaval& since);
    std::optional<process> victim(party who, party plugin) const;

    struct standing {
        process who;
        std::uint32_t steps_left;
    };
    chaos_app& app_;
    tally& counts_;
    std::vector<standing> standing_;
    std::vector<std::unique_ptr<spawned>> tools_;
    std::uint32_t broker_kills_ = 0, page_kills_ = 0;
    bool is_blocked_ = false;
};

}  // namespace fairlead::chaos
