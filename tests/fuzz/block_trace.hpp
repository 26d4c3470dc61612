// SPDX-License-Identifier: MIT
//
// block_trace — which basic blocks of the code under test have run. Only where it was compiled to
// say so (FAIRLEAD_TRACE_BLOCKS, preset `fuzz`); elsewhere there are none, and none is reached.
#pragma once

#include <cstddef>

namespace fairlead::fuzz {

/// Blocks that were linked into this program: the calls in it that say "this block runs".
/// 0: not compiled for it, or a processor whose calls we cannot read.
std::size_t blocks_there() noexcept;

/// Of those, how many have run since the first begin_trace().
std::size_t blocks_reached() noexcept;

/// What runs until end_trace() counts.
void begin_trace() noexcept;

/// True: a block has run behind another that it never followed before.
bool end_trace() noexcept;

}  // namespace fairlead::fuzz
