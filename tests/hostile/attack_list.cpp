// SPDX-License-Identifier: MIT
//
// attack_list — a line for each attack that was made: what came of it, as its test is named.
#define CATCH_CONFIG_EXTERNAL_INTERFACES
#include "tests/support/catch.hpp"

#include <cstdio>
#include <string>

namespace {

#if CATCH_VERSION_MAJOR >= 3
using listener = Catch::EventListenerBase;
std::string name_of(Catch::TestCaseStats const& one) { return one.testInfo->name; }
#else
using listener = Catch::TestEventListenerBase;
std::string name_of(Catch::TestCaseStats const& one) { return one.testInfo.name; }
#endif

class attack_list : public listener {
public:
    using listener::listener;

    void testCaseEnded(Catch::TestCaseStats const& one) override {
        auto const& checks = one.totals.assertions;
        // Nothing was checked where the machine lacks what it takes.
        char const* outcome = !checks.allPassed()  ? "NOT HELD"
                              : checks.passed == 0 ? "skipped "
                                                   : "held    ";
        std::printf("%s  %s\n", outcome, name_of(one).c_str());
        std::fflush(stdout);
    }
};

CATCH_REGISTER_LISTENER(attack_list)

}  // namespace
