// SPDX-License-Identifier: MIT
//
// peace — after each round: everybody is back, everything that was owed has ended as it may, events
// have come in order, and nothing is left over.
#pragma once

#include "tests/chaos/stage.hpp"

#include <map>

namespace fairlead::chaos {

class peace {
public:
    explicit peace(stage& all) : all_{all} {}

    /// The first of a life: nobody is compared with anybody before.
    void begin_life();
    /// Throws a violation.
    void make();
    /// The app has been told to end, or lost what it cannot live without.
    void after_the_end(std::string const& how);

private:
    void wait_for_everybody();
    void wait_for_debts();
    void judge_ends();
    void look_at_plugins();
    void pulse();
    void judge_gaps();
    void compare_processes();
    void look_at_holdings(process const& one, std::string const& who);
    void look_at_broker();
    void read_log();
    void gaps(std::string const& who, parties listener, std::uint64_t gaps, std::uint64_t wrong,
              std::string const& first_gap, std::string const& first_wrong);

    struct looks {
        std::string who;
        std::vector<holdings> at;
    };
    stage& all_;
    std::map<party, process> players_;
    std::map<std::pair<pid_t, std::uint64_t>, looks> looks_;
    page_side::account page_;
    bool was_in_page_ = false;  // At the last peace.
};

}  // namespace fairlead::chaos
