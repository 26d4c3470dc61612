// SPDX-License-Identifier: MIT
//
// original_limits — the broker needs three descriptors for each session and raises its own limit;
// its children get back what was there before, because old programs break with large descriptor
// numbers.
#pragma once

namespace fairlead::broker::supervision {

/// Once, before the first child. Throws nothing: with fewer descriptors fewer peers are served.
void raise_descriptor_limit() noexcept;

/// In a child; only system calls.
void restore_original_limits() noexcept;

}  // namespace fairlead::broker::supervision
