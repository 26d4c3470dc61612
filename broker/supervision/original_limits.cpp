// SPDX-License-Identifier: MIT
//
// original_limits — RLIMIT_NOFILE.
#include "broker/supervision/original_limits.hpp"

#include <sys/resource.h>

#include <algorithm>

namespace fairlead::broker::supervision {
namespace {

/// 1024 sessions with three descriptors each, plugins with four, and some to spare.
constexpr rlim_t descriptors_wanted = 8'192;

rlimit original{};
bool raised = false;

}  // namespace

void raise_descriptor_limit() noexcept {
    if (raised || ::getrlimit(RLIMIT_NOFILE, &original) != 0) return;
    if (original.rlim_cur >= descriptors_wanted) return;
    auto wanted = original;
    wanted.rlim_cur = std::min(descriptors_wanted, original.rlim_max);
    raised = ::setrlimit(RLIMIT_NOFILE, &wanted) == 0;
}

void restore_original_limits() noexcept {
    if (raised) ::setrlimit(RLIMIT_NOFILE, &original);
}

}  // namespace fairlead::broker::supervision
