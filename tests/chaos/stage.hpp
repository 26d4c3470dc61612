// SPDX-License-Identifier: MIT
//
// stage — all who are in a run: the app, those who call, what is owed, what is counted.
#pragma once

#include "tests/chaos/chaos_app.hpp"
#include "tests/chaos/faults.hpp"
#include "tests/chaos/page_side.hpp"
#include "tests/chaos/tool_side.hpp"
#include "tests/chaos/violation.hpp"

#include <array>
#include <chrono>

namespace fairlead::chaos {

struct stage {
    stage(std::string plant, std::chrono::milliseconds patience_of_all)
        : app{std::move(plant)}, patience{patience_of_all} {}

    tally counts;
    ledger owed;
    chaos_app app;
    std::chrono::milliseconds patience;  ///< For anything that must come about.
    std::array<tool_side, 2> tools{tool_side{"tool-1", app.socket(), owed, counts},
                                   tool_side{"tool-2", app.socket(), owed, counts}};
    page_side page{owed, counts};
    faults harm{app, counts};
    upheaval since;  ///< Since the last peace.
    chaos_app::life life;

    /// Until `condition` gives "", or what is still missing. Throws a violation.
    template <class Condition>
    void await(std::string const& what, Condition condition) const {
        const auto until = std::chrono::steady_clock::now() + patience;
        for (;;) {
            const std::string missing = condition();
            if (missing.empty()) return;
            if (std::chrono::steady_clock::now() > until)
                throw violation{what + ", but: " + missing};
            tests::pause_between_looks();
        }
    }
};

}  // namespace fairlead::chaos
