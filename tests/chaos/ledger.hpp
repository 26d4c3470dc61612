// SPDX-License-Identifier: MIT
//
// ledger — what is owed: every call that was made, until it has ended, and that it ends once.
#pragma once

#include "tests/chaos/errand.hpp"

#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace fairlead::chaos {

class ledger {
public:
    /// Gives it its number.
    errand owe(errand what);
    /// From any thread. A second time is written down, too.
    void settle(std::uint64_t id, outcome how);
    /// Its caller has gone: nothing is owed, and an end that comes yet is nobody's.
    void release(std::uint64_t id);

    struct settled {
        errand what;
        outcome how;
    };
    /// Those that have ended since the last time.
    std::vector<settled> take_settled();
    std::vector<errand> open(party caller) const;
    /// "" or which call ended more than once.
    std::string ended_twice() const;

private:
    mutable std::mutex mutex_;
    std::map<std::uint64_t, errand> open_;
    std::vector<settled> settled_;
    enum class stage : std::uint8_t { owed, paid, released };
    std::vector<stage> stages_{stage::released};  // By id; none has 0.
    std::string twice_;
};

}  // namespace fairlead::chaos
