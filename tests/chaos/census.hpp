// SPDX-License-Identifier: MIT
//
// census — the processes of one run, found through /proc by a mark in their environment or, of
// those that have none (guardians), by their session, whoever their parent is by now; and what each
// of them holds.
#pragma once

#include "tests/chaos/parties.hpp"

#include <sys/types.h>

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace fairlead::chaos {

inline constexpr char const* mark_variable = "FAIRLEAD_CHAOS_RUN";

struct process {
    pid_t pid = 0, parent = 0, session = 0;
    std::uint64_t started = 0;  ///< With the pid it names one process for ever.
    char state = '?';
    std::string name, command;

    bool is(process const& other) const noexcept {
        return pid == other.pid && started == other.started;
    }
    std::string words() const;
};

struct holdings {
    std::size_t descriptors = 0;  ///< But for shared memory, of which pools keep some.
    std::size_t memory_files = 0;
    std::size_t private_kib = 0;
};

class census {
public:
    explicit census(std::string mark) : mark_{std::move(mark)} {}

    std::string const& mark() const noexcept { return mark_; }
    /// Who belongs to a session of this leader belongs to the run.
    void add_session(pid_t leader) { sessions_.insert(leader); }
    /// All that belong to the run and have not ended.
    std::vector<process> all() const;
    /// Who plays that part; of two, the one that has been there longer.
    static std::optional<process> find(std::vector<process> const& among, party who);
    static std::optional<process> guardian_of(std::vector<process> const& among, party plugin);
    static bool runs(process const& one);
    static double seconds_old(process const& one);
    static holdings of(process const& one);

private:
    std::string mark_;
    std::set<pid_t> sessions_;
};

}  // namespace fairlead::chaos
