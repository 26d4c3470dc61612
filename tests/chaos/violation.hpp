// SPDX-License-Identifier: MIT
//
// violation — a promise was broken: what was expected, in a sentence. Thrown, and caught once.
#pragma once

#include <stdexcept>

namespace fairlead::chaos {

class violation : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

}  // namespace fairlead::chaos
