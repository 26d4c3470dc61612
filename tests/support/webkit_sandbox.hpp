// SPDX-License-Identifier: MIT
//
// webkit_sandbox — whether this machine lets WebKit put its web process into one.
#pragma once

#include <string>

namespace fairlead::tests {

/// "" where it can; or what is missing. A window that is asked for it there would not start.
std::string why_no_sandbox();

}  // namespace fairlead::tests
