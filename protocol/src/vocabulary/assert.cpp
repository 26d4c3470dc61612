// SPDX-License-Identifier: MIT
//
// assert — one line on stderr, then abort, so that a core shows where.
#include <fairlead/vocabulary/assert.hpp>

#include <cstdio>
#include <cstdlib>

namespace fairlead {

void assertion_failed(char const* what, char const* file, int line) noexcept {
    std::fprintf(stderr, "fairlead: assertion failed: %s (%s:%d)\n", what, file, line);
    std::abort();
}

}  // namespace fairlead
