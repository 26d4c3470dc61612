// SPDX-License-Identifier: MIT
//
// misbehaving_plugin — what `fairlead bench --beside` puts next to a good one: it does one wrong
// thing, as much of it as it can.
#pragma once

#include <string_view>

namespace fairlead::cli {

/// `spin`: its method bad.Spin never returns, on the loop; `spin-thread`: the same on a thread of
/// the pool. From the start on: `leak` takes 1 GiB/s of memory, `forks` starts processes that stay,
/// `log` writes lines.
int run_misbehaving_plugin(std::string_view how, int argc, char** argv);

}  // namespace fairlead::cli
