// SPDX-License-Identifier: MIT
//
// other_side — the other end of a connection, in this process or in one of its own. The same body
// runs in both; a difference between the two is the finding.
#pragma once

#include "tests/support/catch.hpp"

#include <sys/types.h>

#include <functional>
#include <string>
#include <thread>

namespace fairlead::tests {

enum class placement { one_process, two_processes };

class other_side {
public:
    /// `body` says whether all went well. It makes no assertions of Catch2: they are not for
    /// threads, and those of a child would be lost. Whatever it waits for, it waits with a
    /// deadline.
    other_side(placement where, std::function<bool()> body);
    other_side(other_side const&) = delete;
    other_side& operator=(other_side const&) = delete;
    ~other_side();

    /// Waits for the end of the body; a child that takes too long is killed and did not end well.
    bool ended_well();

    /// Ends it where it stands. Two processes only.
    void kill();

private:
    std::thread thread_;
    bool thread_result_ = false;
    pid_t child_ = -1;
};

}  // namespace fairlead::tests

template <>
struct Catch::StringMaker<fairlead::tests::placement> {
    static std::string convert(fairlead::tests::placement where) {
        return where == fairlead::tests::placement::one_process ? "one process" : "two processes";
    }
};
