// SPDX-License-Identifier: MIT
//
// page_side — what the page owes: it is given errands through a tool and keeps their ends (page.js)
// until they have been fetched.
#pragma once

#include "tests/chaos/tool_side.hpp"

#include <map>
#include <memory>
#include <mutex>
#include <set>

namespace fairlead::chaos {

class page_side {
public:
    page_side(ledger& owed, tally& counts) : owed_{owed}, counts_{counts} {}

    /// Hands them over; whether they arrived is seen when the account comes.
    void perform(tool_side& through, std::vector<errand> const& errands);

    struct account {
        std::string incarnation, path;
        std::uint64_t gaps = 0, wrong = 0, astray = 0, late = 0;
        std::string first_gap, first_wrong;
        std::uint32_t emitted = 0;
        std::map<std::string, series::line> heard;
    };
    /// Nothing: the page does not answer now.
    std::optional<account> fetch(tool_side& through, std::chrono::milliseconds patience);
    /// Why it did not the last time.
    std::string const& problem() const noexcept { return problem_; }
    /// Its document is told to load itself again, sooner or later.
    void reload(tool_side& through);
    /// This document has been told to go, or nobody knows yet.
    bool is_leaving(account const& now) const;
    /// One may have been told whose word was lost.
    bool may_have_left() const;
    /// Errands of documents that are gone are nobody's; of this one those are that it was never
    /// given. Gives what it must have been given and does not know, or "".
    std::string sort_out(account const& now);
    /// All documents are gone.
    void forget();

private:
    struct handed {
        std::mutex mutex;
        std::map<std::uint64_t, std::string> to;  // The document; "": not known.
        std::set<std::uint64_t> failed;           // It was not told, or its word was lost.
        int reloads_asked = 0;                    // And not answered yet.
        std::set<std::string> leaving;            // Documents that have answered.
        bool reload_in_doubt = false;
    };
    ledger& owed_;
    tally& counts_;
    std::shared_ptr<handed> handed_ = std::make_shared<handed>();
    std::vector<std::uint64_t> seen_;  // Settled, and the page still keeps them.
    std::set<std::uint64_t> open_there_;
    std::uint64_t checked_ = 0, heard_ = 0;
    std::string incarnation_, problem_;
};

}  // namespace fairlead::chaos
