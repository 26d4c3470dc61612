// SPDX-License-Identifier: MIT
//
// self_check — the measuring rod is measured before each run: who cannot notice a damaged byte, or
// counts percentiles wrong, must not print figures.
#pragma once

namespace fairlead::bench {

/// Throws std::logic_error.
void check_ourselves();

}  // namespace fairlead::bench
