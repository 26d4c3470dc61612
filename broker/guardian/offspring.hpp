// SPDX-License-Identifier: MIT
//
// offspring — the children of this process, and all below them, by /proc.
#pragma once

#include <functional>

#include <sys/types.h>

namespace fairlead::broker::guardian {

/// Ended ones that nobody has waited for count as well.
void for_each_child(std::function<void(pid_t)> const& visit);

/// On all levels; where there are more than `enough`, perhaps not all of them.
int count_descendants(int enough);

}  // namespace fairlead::broker::guardian
